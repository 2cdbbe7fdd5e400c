using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results.Registers;

/// <summary>The culprit saw a value that nobody can have written by then: garbage, an aborted write, or the future.</summary>
internal static class NeverThere
{
    public static Reason? Find(RegisterEvidence evidence)
    {
        var culprit = evidence.Culprit;
        if (culprit.Seen() is not { } seen || seen == evidence.Initial)
            return null;
        Call[] writers = [.. evidence.Writers(seen)];
        Call[] possible = [.. writers.Where(call => call.Outcome != EventType.Fail)];
        if (writers.Length == 0)
            return Because(ViolationClass.GarbageRead, "nobody ever wrote that", []);
        if (possible.Length == 0)
            return Because(ViolationClass.AbortedRead, $"the {writers[0].F} that would have written it failed", writers[0]);
        return possible.All(call => call.InvokedAt > culprit.CompletedAt)
            ? Because(ViolationClass.FutureRead, "it was written only later", possible[0])
            : null;

        Reason Because(ViolationClass kind, string why, params Call[] named) =>
            new(kind, $"process {culprit.Process} {culprit.Deed()}, but {why}") { Named = named };
    }
}

namespace RaftTorture.Checking.Results.Registers;

/// <summary>The culprit saw a value that nobody can have written by then: garbage, an aborted write, or the future.</summary>
internal static class NeverWritten
{
    public static Reason? Find(RegisterEvidence evidence)
    {
        var culprit = evidence.Culprit;
        return culprit.Seen() is { } seen && seen != evidence.Initial
            ? new NeverThere(ViolationClass.GarbageRead, "wrote", "written").Find(culprit, culprit.Deed(), [.. evidence.Writers(seen)])
            : null;
    }
}

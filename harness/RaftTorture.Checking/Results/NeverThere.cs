using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Results;

/// <summary>Why something that was seen cannot have been there: nobody wrote it, or only who failed, or only later.</summary>
/// <param name="Nobody">The class where nobody ever wrote it.</param>
/// <param name="Did">What bringing it about is called: "wrote".</param>
/// <param name="Written">And of what was brought about: "written".</param>
internal sealed record NeverThere(ViolationClass Nobody, string Did, string Written)
{
    /// <param name="culprit">Who saw it.</param>
    /// <param name="deed">What the culprit did, in words that follow its process.</param>
    /// <param name="writers">Who wrote it, or would have, whatever became of it.</param>
    public Reason? Find(Call culprit, string deed, IReadOnlyList<Call> writers)
    {
        var possible = writers.FirstOrDefault(call => call.Outcome != EventType.Fail);
        if (writers.Count == 0)
            return Because(Nobody, $"nobody ever {Did} that", []);
        if (possible is null)
            return Because(ViolationClass.AbortedRead, $"the {writers[0].F} that would have {Written} it failed", writers[0]);
        return writers.All(call => call.Outcome == EventType.Fail || call.InvokedAt > culprit.CompletedAt)
            ? Because(ViolationClass.FutureRead, $"it was {Written} only later", possible)
            : null;

        Reason Because(ViolationClass kind, string why, params Call[] named) =>
            new(kind, $"process {culprit.Process} {deed}, but {why}") { Named = named };
    }
}

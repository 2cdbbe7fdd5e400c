namespace RaftTorture.Checking.Results.Registers;

/// <summary>Two cas succeeded on a value that was there once: the first must have changed it.</summary>
internal static class TwoCas
{
    public static Reason? Find(RegisterEvidence evidence)
    {
        var culprit = evidence.Culprit;
        if (!culprit.IsSuccessfulCas() || culprit.Expected() is not { } value || culprit.Written() == value || !evidence.WasThereOnce(value))
            return null;
        var other = evidence.Core.FirstOrDefault(call =>
            call.IsSuccessfulCas() && call.InvokedAt != culprit.InvokedAt && call.Expected() == value && call.Written() != value);
        return other is null
            ? null
            : new Reason(
                ViolationClass.SplitBrain,
                $"process {culprit.Process} {culprit.Deed()}, but so did process {other.Process} in a cas {other.Argument}, and {value} was there only once");
    }
}

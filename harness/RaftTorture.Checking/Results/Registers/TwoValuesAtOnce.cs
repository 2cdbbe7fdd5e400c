namespace RaftTorture.Checking.Results.Registers;

/// <summary>The core forces two values at the same moment, although no single operation says so.</summary>
internal static class TwoValuesAtOnce
{
    public static Reason? Find(RegisterEvidence evidence)
    {
        var forced = ForcedValue.Of(evidence);
        foreach (var (earlier, later) in forced.Zip(forced.Skip(1)))
        {
            if (later.From >= earlier.Until)
                continue;
            var why = $"{earlier.Interval.Sentence}; {later.Interval.Sentence}";
            return new Reason(ViolationClass.SplitBrain, $"{earlier.Value} and {later.Value} were both there at the same moment ({why})");
        }

        return null;
    }
}

using RaftTorture.Checking.Histories;

namespace RaftTorture.Scenarios.Workloads;

/// <summary>Where keys and payloads come from. The same number always gives the same one, two numbers never do.</summary>
public interface IWorkloadData
{
    /// <summary>The n-th key of the run: letters, digits and dashes.</summary>
    string Key(long number);

    /// <summary>A payload for one written value: letters, digits and dashes.</summary>
    Value Value(long number);
}

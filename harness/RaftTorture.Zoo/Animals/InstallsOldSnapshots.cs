using RaftTorture.Raft;
using RaftTorture.Replica;

namespace RaftTorture.Zoo.Animals;

/// <summary>Installs a snapshot that includes less than it has committed (section 7).</summary>
public sealed class InstallsOldSnapshots : RaftRules
{
    public static readonly Animal Animal = new()
    {
        Id = "S01",
        Source = "openraft #543, databend #7294",
        Bug = "A snapshot that comes late takes the place of a newer state.",
        Breaks = Property.StateMachineSafety,
        Exposure = "The pieces of a snapshot arrive again.",
        Seams = new ReplicaSeams { Rules = new InstallsOldSnapshots() },
    };

    public override bool IsNews(LogIndex snapshot, LogIndex commit) => true;
}

namespace RaftTorture.Raft.Tests;

/// <summary>Votes for candidates although it hears a leader (thesis 4.2.3; a lease rests on it).</summary>
internal sealed class ListensToCandidates : RaftRules
{
    public override bool DisregardsCandidates(long sinceLeaderMs, int electionTimeoutMinMs) => false;
}

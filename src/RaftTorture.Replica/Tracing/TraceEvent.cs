namespace RaftTorture.Replica.Tracing;

/// <summary>The name of a kind of line. The field is etcd raft's where it has one (state_trace.go), ours where it has none.</summary>
/// <param name="Name">As it stands in the line.</param>
/// <param name="IsEtcds">Tagged "trace", which is what etcd's checker reads; ours are tagged "extra", and it skips them.</param>
public sealed record TraceEvent(string Name, bool IsEtcds)
{
    public static readonly TraceEvent InitState = Etcds("InitState");
    public static readonly TraceEvent BecomeFollower = Etcds("BecomeFollower");
    public static readonly TraceEvent BecomeCandidate = Etcds("BecomeCandidate");
    public static readonly TraceEvent BecomeLeader = Etcds("BecomeLeader");
    public static readonly TraceEvent Replicate = Etcds("Replicate");
    public static readonly TraceEvent Commit = Etcds("Commit");
    public static readonly TraceEvent ChangeConf = Etcds("ChangeConf");
    public static readonly TraceEvent ApplyConfChange = Etcds("ApplyConfChange");
    public static readonly TraceEvent Ready = Etcds("Ready");
    public static readonly TraceEvent SendAppendEntriesRequest = Etcds("SendAppendEntriesRequest");
    public static readonly TraceEvent ReceiveAppendEntriesRequest = Etcds("ReceiveAppendEntriesRequest");
    public static readonly TraceEvent SendAppendEntriesResponse = Etcds("SendAppendEntriesResponse");
    public static readonly TraceEvent ReceiveAppendEntriesResponse = Etcds("ReceiveAppendEntriesResponse");
    public static readonly TraceEvent SendRequestVoteRequest = Etcds("SendRequestVoteRequest");
    public static readonly TraceEvent ReceiveRequestVoteRequest = Etcds("ReceiveRequestVoteRequest");
    public static readonly TraceEvent SendRequestVoteResponse = Etcds("SendRequestVoteResponse");
    public static readonly TraceEvent ReceiveRequestVoteResponse = Etcds("ReceiveRequestVoteResponse");

    public static readonly TraceEvent BecomePreCandidate = Own("BecomePreCandidate");
    public static readonly TraceEvent LeaderKnown = Own("LeaderKnown");
    public static readonly TraceEvent Vote = Own("Vote");
    public static readonly TraceEvent Append = Own("Append");
    public static readonly TraceEvent Truncate = Own("Truncate");
    public static readonly TraceEvent FollowerCommit = Own("FollowerCommit");
    public static readonly TraceEvent Applied = Own("Applied");
    public static readonly TraceEvent Compact = Own("Compact");
    public static readonly TraceEvent SnapshotStarted = Own("SnapshotStarted");
    public static readonly TraceEvent SnapshotTaken = Own("SnapshotTaken");
    public static readonly TraceEvent SnapshotReceived = Own("SnapshotReceived");
    public static readonly TraceEvent SnapshotInstalled = Own("SnapshotInstalled");
    public static readonly TraceEvent SendSnapshot = Own("SendSnapshot");
    public static readonly TraceEvent ReceiveSnapshot = Own("ReceiveSnapshot");
    public static readonly TraceEvent SendMessage = Own("SendMessage");
    public static readonly TraceEvent ReceiveMessage = Own("ReceiveMessage");
    public static readonly TraceEvent ReadAsked = Own("ReadAsked");
    public static readonly TraceEvent ReadAnswered = Own("ReadAnswered");

    private static TraceEvent Etcds(string name) => new(name, IsEtcds: true);

    private static TraceEvent Own(string name) => new(name, IsEtcds: false);
}

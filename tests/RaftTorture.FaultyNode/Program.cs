using RaftTorture.FaultyNode;
using RaftTorture.Node;
using RaftTorture.Replica.Storage;

// A real node with one thing broken that it rests on, chosen by the environment because the command line belongs to the node.
const string variable = "RAFTTORTURE_BROKEN_RULE";
NodeSeams? seams = Environment.GetEnvironmentVariable(variable) switch
{
    "stale-reads" => new NodeSeams { Rules = new StaleReads() },
    "forgotten-vote" => new NodeSeams { Rules = new ForgottenVote() },
    "wall-clock-leases" => new NodeSeams { NowMs = WallClock.NowMs },
    "no-fsync" => new NodeSeams { WrapDisk = static disk => new DiskWithOtherFlush(disk, static _ => { }) },
    _ => null,
};
if (seams is null)
{
    await Console.Error.WriteLineAsync($"set {variable} to stale-reads, forgotten-vote, wall-clock-leases or no-fsync");
    return NodeHost.BadArguments;
}

return await NodeHost.RunAsync(args, seams);

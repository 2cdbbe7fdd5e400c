using RaftTorture.FaultyNode;
using RaftTorture.Node;
using RaftTorture.Raft;

// A real node with one rule of the paper broken, chosen by the environment because the command line belongs to the node.
const string variable = "RAFTTORTURE_BROKEN_RULE";
RaftRules? rules = Environment.GetEnvironmentVariable(variable) switch
{
    "stale-reads" => new StaleReads(),
    "forgotten-vote" => new ForgottenVote(),
    _ => null,
};
if (rules is null)
{
    await Console.Error.WriteLineAsync($"set {variable} to stale-reads or forgotten-vote");
    return NodeHost.BadArguments;
}

return await NodeHost.RunAsync(args, rules);

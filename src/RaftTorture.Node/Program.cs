using RaftTorture.Node;
using RaftTorture.Raft;

return await NodeHost.RunAsync(args, RaftRules.Paper);

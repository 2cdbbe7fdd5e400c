namespace RaftTorture.Kv;

/// <summary>A command with the session that makes it exactly-once (section 8): applied at most once per client and sequence number.</summary>
/// <param name="ClientId">Unique among all clients, ever.</param>
/// <param name="Sequence">From 1, one higher for each new command; a retry repeats it.</param>
/// <param name="Command">What to do.</param>
public sealed record SessionCommand(string ClientId, long Sequence, KvCommand Command);

using RaftTorture.Raft;
using static RaftTorture.Node.Options.OptionText;

namespace RaftTorture.Node.Options;

/// <summary>Every option of a node, one row each, in the order of the help.</summary>
internal static class OptionTable
{
    private static readonly NodeOptions Defaults = new();

    public static readonly IReadOnlyList<NodeOption> Rows =
    [
        new("--id", "n1", "this node's id; required", (o, text) => o with { Raft = o.Raft with { Id = NodeId.Parse(text) } }),
        new("--data", "DIR", "where its log and snapshots live; required", (o, text) => o with { DataDirectory = text }),
        new("--client-port", "PORT", "HTTP port for clients; required", OfPorts((p, text) => p with { ClientPort = Port(text) })),
        new("--peer-port", "PORT", "port on which peers speak to it; required", OfPorts((p, text) => p with { PeerPort = Port(text) })),
        new("--bind", "IP", "address of the client and the peer port (127.0.0.1)", OfPorts((p, text) => p with { Bind = Address(text) })),
        new("--advertise", "HOST:PORT", "where peers that know no address of it answer (the bound one)", OfPorts((p, text) => p with { Advertised = HostAndPort(text) })),
        new("--max-connections", "N", $"client connections at a time ({Defaults.Ports.MaxConnections})", OfPorts((p, text) => p with { MaxConnections = AtLeast(1, text) })),
        new("--peer", "n2=HOST:PORT", "where to dial another node; repeat. Without --join these and --id found the cluster", Peer),
        new("--client", "n1=URL", "a member's client address, told to clients as a hint; repeat", Client),
        new("--join", "found no cluster: wait until a running one adds this node", o => o with { Join = true }),
        new("--cluster-id", "NAME", $"peers of another cluster are refused ({Defaults.ClusterId})", (o, text) => o with { ClusterId = text }),

        new("--admin-port", "PORT", "HTTP port for operators; not opened without it", OfPorts((p, text) => p with { AdminPort = Port(text) })),
        new("--admin-bind", "IP", "address of the admin port (127.0.0.1)", OfPorts((p, text) => p with { AdminBind = Address(text) })),
        new("--admin-token-file", "FILE", "the token that operators present", OfPorts((p, text) => p with { AdminTokenFile = text })),
        new("--admin-token-env", "NAME", "the variable that holds the token, where there is no file", OfPorts((p, text) => p with { AdminTokenVariable = text })),
        new("--tls-cert", "FILE", "certificate (PEM); with key and CA every port demands mutual TLS", (o, text) => o with { TlsCertificate = text }),
        new("--tls-key", "FILE", "its private key (PEM)", (o, text) => o with { TlsKey = text }),
        new("--tls-ca", "FILE", "the authority (PEM) that signs nodes and clients", (o, text) => o with { TlsAuthority = text }),

        new("--election-timeout-ms", "MIN-MAX", $"drawn anew each time ({Defaults.Raft.ElectionTimeoutMinMs}-{Defaults.Raft.ElectionTimeoutMaxMs})", Protocol(ElectionTimeout)),
        new("--heartbeat-ms", "MS", $"({Defaults.Raft.HeartbeatMs})", Protocol((r, text) => r with { HeartbeatMs = Number(text) })),
        new("--max-entries-per-append", "N", $"({Defaults.Raft.MaxEntriesPerAppend})", Protocol((r, text) => r with { MaxEntriesPerAppend = Number(text) })),
        new("--max-bytes-per-append", "BYTES", $"({Defaults.Raft.MaxBytesPerAppend})", Protocol((r, text) => r with { MaxBytesPerAppend = Number(text) })),
        new("--max-entries-in-flight", "N", $"to one follower before an answer ({Defaults.Raft.MaxEntriesInFlight})", Protocol((r, text) => r with { MaxEntriesInFlight = Number(text) })),
        new("--max-bytes-in-flight", "BYTES", $"to one follower before an answer ({Defaults.Raft.MaxBytesInFlight})", Protocol((r, text) => r with { MaxBytesInFlight = BigNumber(text) })),
        new("--max-uncommitted-bytes", "BYTES", $"beyond that a leader refuses commands ({Defaults.Raft.MaxUncommittedBytes})", Protocol((r, text) => r with { MaxUncommittedBytes = BigNumber(text) })),
        new("--pre-vote", "on|off", "ask before raising the term (on)", Protocol((r, text) => r with { PreVote = OnOff(text) })),
        new("--check-quorum", "on|off", "a leader without a quorum steps down (on)", Protocol((r, text) => r with { CheckQuorum = OnOff(text) })),
        new("--no-op-on-election", "on|off", "a new leader appends an empty entry (on)", Protocol((r, text) => r with { NoOpOnElection = OnOff(text) })),
        new("--read-mode", "MODE", "read-index, or lease, which trusts clocks to run alike (read-index)", Protocol((r, text) => r with { ReadMode = ReadMode(text) })),
        new("--clock-drift-percent", "N", $"by how much clocks may differ in rate under a lease ({Defaults.Raft.ClockDriftPercent})", Protocol((r, text) => r with { ClockDriftPercent = Number(text) })),
        new("--follower-reads", "followers serve reads after asking the leader for an index", o => o with { Raft = o.Raft with { FollowerReads = true } }),

        new("--snapshot-threshold", "N", $"entries applied before the next snapshot; 0 for never ({Defaults.Raft.SnapshotThreshold})", Protocol((r, text) => r with { SnapshotThreshold = Number(text) })),
        new("--snapshot-threshold-bytes", "BYTES", $"or so many bytes, whichever is first ({Defaults.Raft.SnapshotThresholdBytes})", Protocol((r, text) => r with { SnapshotThresholdBytes = BigNumber(text) })),
        new("--entries-kept", "N", $"entries kept behind a snapshot ({Defaults.Raft.EntriesKept})", Protocol((r, text) => r with { EntriesKept = Number(text) })),
        new("--snapshot-chunk-bytes", "BYTES", $"one piece on its way to a follower ({Defaults.Raft.SnapshotChunkBytes})", Protocol((r, text) => r with { SnapshotChunkBytes = Number(text) })),
        new("--segment-bytes", "BYTES", $"one file of the log ({Defaults.SegmentBytes})", (o, text) => o with { SegmentBytes = Between(4096, 1024 * 1024 * 1024, text) }),
        new("--flush-interval-ms", "MS", "0: entries are durable before they are acknowledged; else within that time, and a power cut loses them (0)", (o, text) => o with { FlushIntervalMs = Number(text) }),
        new("--session-ttl-ms", "MS", $"a client session unused that long, by log time, ends ({Defaults.SessionTtlMs})", (o, text) => o with { SessionTtlMs = AtLeast(1, text) }),

        new("--trace", "FILE", "write what the protocol does, an event a line", (o, text) => o with { TraceFile = text }),
        new("--fsync-delay-ms", "MS", "for torture: a slow disk (0)", (o, text) => o with { FsyncDelayMs = Number(text) }),
        new("--apply-delay-ms", "MS", "for torture: a slow machine (0)", (o, text) => o with { ApplyDelayMs = Number(text) }),
        new("--parent-watch", "end with the parent or with standard input, and at no signal", o => o with { ParentWatch = true }),
    ];

    private static Func<NodeOptions, string, NodeOptions> OfPorts(Func<NodePorts, string, NodePorts> take) =>
        (options, text) => options with { Ports = take(options.Ports, text) };

    private static Func<NodeOptions, string, NodeOptions> Protocol(Func<RaftConfig, string, RaftConfig> take) =>
        (options, text) => options with { Raft = take(options.Raft, text) };

    private static RaftConfig ElectionTimeout(RaftConfig raft, string text)
    {
        var (min, max) = Range(text);
        return raft with { ElectionTimeoutMinMs = min, ElectionTimeoutMaxMs = max };
    }

    private static NodeOptions Peer(NodeOptions options, string text)
    {
        var (id, address) = Pair(text);
        return options with { Peers = options.Peers.SetItem(id, HostAndPort(address)) };
    }

    private static NodeOptions Client(NodeOptions options, string text)
    {
        var (id, url) = Pair(text);
        return options with { Clients = options.Clients.SetItem(id, Url(url)) };
    }
}

using System.Globalization;
using System.Net;
using RaftTorture.Raft;

namespace RaftTorture.Node;

/// <summary>The command line of a node.</summary>
public sealed record NodeOptions
{
    public const string Usage =
        "usage: RaftTorture.Node --id n1 --data DIR --client-port PORT --peer-port PORT [--peer n2=HOST:PORT]... [--client n1=URL]... "
        + "[--cluster-id NAME] [--election-timeout-ms 150-300] [--heartbeat-ms 50] [--parent-watch]";

    public NodeId Id { get; private set; }

    /// <summary>Where the log lives; made if it is not there.</summary>
    public string DataDirectory { get; private set; } = "";

    /// <summary>Loopback port of the HTTP interface.</summary>
    public int ClientPort { get; private set; }

    /// <summary>Loopback port on which peers speak to this node.</summary>
    public int PeerPort { get; private set; }

    /// <summary>The address to dial for each other member.</summary>
    public SortedDictionary<NodeId, DnsEndPoint> Peers { get; } = [];

    /// <summary>The HTTP address of each member, given to clients as a hint.</summary>
    public SortedDictionary<NodeId, Uri> Clients { get; } = [];

    /// <summary>Peers of another cluster are refused.</summary>
    public string ClusterId { get; private set; } = "raft";

    public int ElectionTimeoutMinMs { get; private set; } = 150;

    public int ElectionTimeoutMaxMs { get; private set; } = 300;

    public int HeartbeatMs { get; private set; } = 50;

    /// <summary>End when standard input closes, or when the parent dies, and not at SIGINT, SIGTERM or SIGHUP.</summary>
    public bool ParentWatch { get; private set; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">Something is missing or wrong: the message names all of it, on one line.</exception>
    public static NodeOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new NodeOptions();
        var problems = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            try
            {
                options.Take(arguments[i], () => ++i < arguments.Count ? arguments[i] : throw new FormatException("a value is missing"));
            }
            catch (FormatException e)
            {
                problems.Add($"{arguments[Math.Min(i, arguments.Count - 1)]}: {e.Message}");
            }
        }

        problems.AddRange(options.Missing());
        return problems.Count == 0 ? options : throw new FormatException($"{string.Join("; ", problems)} ({Usage})");
    }

    private void Take(string name, Func<string> value)
    {
        switch (name)
        {
            case "--id":
                Id = NodeId.Parse(value());
                break;
            case "--data":
                DataDirectory = value();
                break;
            case "--client-port":
                ClientPort = Port(value());
                break;
            case "--peer-port":
                PeerPort = Port(value());
                break;
            case "--peer":
                var (peer, address) = Pair(value());
                Peers[peer] = HostAndPort(address);
                break;
            case "--client":
                var (member, url) = Pair(value());
                Clients[member] = Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri : throw new FormatException($"'{url}' is no URL");
                break;
            case "--cluster-id":
                ClusterId = value();
                break;
            case "--election-timeout-ms":
                (ElectionTimeoutMinMs, ElectionTimeoutMaxMs) = Range(value());
                break;
            case "--heartbeat-ms":
                HeartbeatMs = Number(value());
                break;
            case "--parent-watch":
                ParentWatch = true;
                break;
            default:
                throw new FormatException("is not an option of a node");
        }
    }

    private IEnumerable<string> Missing()
    {
        if (Id.Value == 0)
            yield return "--id is missing";
        if (DataDirectory.Length == 0)
            yield return "--data is missing";
        if (ClientPort == 0)
            yield return "--client-port is missing";
        if (PeerPort == 0)
            yield return "--peer-port is missing";
        if (Peers.ContainsKey(Id))
            yield return $"--peer names the node itself, {Id}";
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"'{text}' is no number");

    private static int Port(string text) =>
        Number(text) is var port and > 0 and < 65536 ? port : throw new FormatException($"'{text}' is no port");

    private static (int Min, int Max) Range(string text) =>
        text.Split('-') is [var min, var max] ? (Number(min), Number(max)) : throw new FormatException($"'{text}' is no range such as 150-300");

    private static (NodeId Id, string Value) Pair(string text) =>
        text.Split('=', 2) is [var id, var value] ? (NodeId.Parse(id), value) : throw new FormatException($"'{text}' is not of the form n2=...");

    private static DnsEndPoint HostAndPort(string text) =>
        text.LastIndexOf(':') is var colon and > 0
            ? new DnsEndPoint(text[..colon], Port(text[(colon + 1)..]))
            : throw new FormatException($"'{text}' is not of the form HOST:PORT");
}

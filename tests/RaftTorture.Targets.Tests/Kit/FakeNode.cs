using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using RaftTorture.Kv.Api;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>
/// A stand-in for a node: it takes a node's arguments, answers <c>/healthz</c>, <c>/status</c> and its operator, and talks to its peers without
/// end. There is no protocol in it: <c>n1</c> leads until the operator says otherwise.
/// </summary>
internal static class FakeNode
{
    /// <summary>A file in its data directory: with it the node ends at once, with a last word.</summary>
    public const string Cheese = "cheese";

    /// <summary>Runs and never answers.</summary>
    public const string IsMute = "--mute";

    /// <summary>Is never the leader.</summary>
    public const string Follows = "--follow";

    /// <summary>Says that it has another process id, as the child of a script does.</summary>
    public const string IsChild = "--child";

    /// <summary>Lives on when its parent dies.</summary>
    public const string IgnoresParent = "--ignore-parent";

    /// <summary>Names its flags, as a node does.</summary>
    public const string Help = "--help";

    private const int ParentDeathSignal = 1;
    private const int Kill = 9;

    public static string Binary => typeof(FakeNode).Assembly.Location;

    public static int Run(string[] args)
    {
        if (args.Contains(Help))
        {
            Console.WriteLine($"{NodeAbilities.AdminPort} {NodeAbilities.AdminTokenFile} {NodeAbilities.AdminTokenEnv} {NodeAbilities.SnapshotThreshold} {NodeAbilities.EntriesKept}");
            return 0;
        }

        if (!args.Contains(IgnoresParent))
            WatchParent();
        Console.WriteLine($"fake node {ValueOf(args, "--id")} runs with {string.Join(' ', args)}");
        if (File.Exists(Path.Combine(ValueOf(args, "--data"), Cheese)))
        {
            Console.Error.WriteLine("the disk is made of cheese");
            return 3;
        }

        _ = ListenToPeersAsync(AddressOf(args, "--peer-port"));
        foreach (var peer in ValuesOf(args, "--peer"))
            _ = TalkAsync(IPEndPoint.Parse(peer[(peer.IndexOf('=') + 1)..]));
        if (!args.Contains(IsMute))
            _ = ServeAsync(args);
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    /// <summary>Every path of the client port has the same answer, but for commands, which it does not know.</summary>
    private static Task ServeAsync(string[] args)
    {
        var id = ValueOf(args, "--id");
        var pid = args.Contains(IsChild) ? 1 : Environment.ProcessId;
        var state = new FakeState(ValueOf(args, "--data"), [id, .. ValuesOf(args, "--peer").Select(peer => peer[..peer.IndexOf('=')])]);
        var clients = FakeHttp.ServeAsync(AddressOf(args, "--client-port"), call => call.StartsWith("GET ", StringComparison.Ordinal)
            ? (200, JsonSerializer.Serialize(state.StatusOf(id, pid, args), KvJson.Default.NodeStatusDto))
            : (404, ""));
        return Task.WhenAll(clients, args.Contains(NodeAbilities.AdminPort) ? ServeOperatorAsync(id, state, args) : Task.CompletedTask);
    }

    private static Task ServeOperatorAsync(string id, FakeState state, string[] args)
    {
        var token = File.ReadAllText(ValueOf(args, NodeAbilities.AdminTokenFile));
        return FakeHttp.ServeAsync(AddressOf(args, NodeAbilities.AdminPort), new FakeOperator(id, state, args, token).Answer);
    }

    private static async Task ListenToPeersAsync(IPEndPoint address)
    {
        using var listener = new TcpListener(address);
        listener.Start();
        while (true)
            _ = (await listener.AcceptTcpClientAsync()).GetStream().CopyToAsync(Stream.Null);
    }

    /// <summary>Says a byte every 10 ms, on a new connection when the last one broke.</summary>
    private static async Task TalkAsync(IPEndPoint peer)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            try
            {
                using var connection = new TcpClient();
                await connection.ConnectAsync(peer);
                while (await beat.WaitForNextTickAsync())
                    await connection.GetStream().WriteAsync(new byte[1]);
            }
            catch (Exception broken) when (broken is SocketException or IOException)
            {
                await beat.WaitForNextTickAsync();
            }
        }
    }

    private static void WatchParent()
    {
        if (OperatingSystem.IsLinux())
            _ = ProcessControl(ParentDeathSignal, Kill, 0, 0, 0);
        new Thread(static () =>
        {
            Console.In.ReadToEnd();
            Environment.Exit(0);
        })
        { IsBackground = true }.Start();
    }

    [DllImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ProcessControl(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    /// <summary>A port on the address that it is given, on loopback without one.</summary>
    private static IPEndPoint AddressOf(string[] args, string option) => new(
        ValuesOf(args, "--bind").Select(IPAddress.Parse).FirstOrDefault(IPAddress.Loopback),
        int.Parse(ValueOf(args, option), CultureInfo.InvariantCulture));

    private static string ValueOf(string[] args, string option) => ValuesOf(args, option).Single();

    private static IEnumerable<string> ValuesOf(string[] args, string option) =>
        args.Zip(args.Skip(1)).Where(pair => pair.First == option).Select(pair => pair.Second);
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using RaftTorture.Kv.Api;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>
/// A stand-in for a node: it takes a node's arguments, answers <c>/healthz</c> and <c>/status</c>, and talks to its peers without end. There is
/// no protocol in it: <c>n1</c> always leads.
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

    private const int ParentDeathSignal = 1;
    private const int Kill = 9;

    public static string Binary => typeof(FakeNode).Assembly.Location;

    public static int Run(string[] args)
    {
        if (!args.Contains(IgnoresParent))
            WatchParent();
        Console.WriteLine($"fake node {ValueOf(args, "--id")} runs");
        if (File.Exists(Path.Combine(ValueOf(args, "--data"), Cheese)))
        {
            Console.Error.WriteLine("the disk is made of cheese");
            return 3;
        }

        _ = ListenToPeersAsync(int.Parse(ValueOf(args, "--peer-port"), CultureInfo.InvariantCulture));
        foreach (var peer in ValuesOf(args, "--peer"))
            _ = TalkAsync(IPEndPoint.Parse(peer[(peer.IndexOf('=') + 1)..]));
        if (!args.Contains(IsMute))
            _ = ServeAsync(args);
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    private static async Task ServeAsync(string[] args)
    {
        var id = ValueOf(args, "--id");
        var role = id == "n1" && !args.Contains(Follows) ? "leader" : "follower";
        var pid = args.Contains(IsChild) ? 1 : Environment.ProcessId;
        var status = JsonSerializer.Serialize(new NodeStatusDto(id, 1, role, 1, 1, "n1", pid), KvJson.Default.NodeStatusDto);
        using var listener = new TcpListener(IPAddress.Loopback, int.Parse(ValueOf(args, "--client-port"), CultureInfo.InvariantCulture));
        listener.Start();
        while (true)
            _ = AnswerAsync(await listener.AcceptTcpClientAsync(), status);
    }

    /// <summary>Just enough HTTP: one call a connection, every path has the same answer, but for commands, which it does not know.</summary>
    private static async Task AnswerAsync(TcpClient caller, string status)
    {
        using var stream = caller.GetStream();
        using var reader = new StreamReader(stream);
        var request = await reader.ReadLineAsync();
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            // The headers do not matter.
        }

        var line = request?.StartsWith("GET ", StringComparison.Ordinal) == true ? "200 OK" : "404 Not Found";
        var head = $"HTTP/1.1 {line}\r\nContent-Type: application/json\r\nContent-Length: {status.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + status));
    }

    private static async Task ListenToPeersAsync(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
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

    private static string ValueOf(string[] args, string option) => ValuesOf(args, option).Single();

    private static IEnumerable<string> ValuesOf(string[] args, string option) =>
        args.Zip(args.Skip(1)).Where(pair => pair.First == option).Select(pair => pair.Second);
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
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
            Serve(args);
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    private static void Serve(string[] args)
    {
        using var http = new HttpListener();
        http.Prefixes.Add($"http://127.0.0.1:{ValueOf(args, "--client-port")}/");
        http.Start();
        var id = ValueOf(args, "--id");
        var role = id == "n1" && !args.Contains(Follows) ? "leader" : "follower";
        var status = new NodeStatusDto(id, 1, role, 1, 1, "n1", Environment.ProcessId);
        while (true)
        {
            try
            {
                Answer(http.GetContext(), status);
            }
            catch (HttpListenerException)
            {
                // The caller did not wait for the answer.
            }
        }
    }

    private static void Answer(HttpListenerContext call, NodeStatusDto status)
    {
        call.Response.StatusCode = call.Request.Url!.AbsolutePath is "/healthz" or "/status" ? 200 : 404;
        call.Response.ContentType = "application/json";
        call.Response.Close(JsonSerializer.SerializeToUtf8Bytes(status, KvJson.Default.NodeStatusDto), willBlock: true);
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

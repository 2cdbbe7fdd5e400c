using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RaftTorture.Targets.Docker.Engine;
using RaftTorture.Targets.Docker.Engine.Transport;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A container engine that says what a test wants, byte by byte, over a Unix socket: also what no engine should say.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private const string LengthHeader = "Content-Length:";
    private const string ChunkedHeader = "Transfer-Encoding: chunked";

    private readonly TemporaryDirectory _directory = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Func<string, byte[]> _answer;
    private readonly Task _serving;

    /// <param name="answer">From the first line of a request to the whole of what is sent back; the connection is closed after it.</param>
    public FakeEngine(Func<string, byte[]> answer)
    {
        _answer = answer;
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _serving = ServeAsync();
    }

    /// <summary>The first line of each request, without the protocol, and its body.</summary>
    public List<(string Line, string Body)> Requests { get; } = [];

    public EngineAddress Address => EngineAddress.Parse($"unix://{Path}");

    private string Path => System.IO.Path.Combine(_directory.Path, "engine.sock");

    /// <summary>One that answers the greeting like an engine, and then as it is told.</summary>
    public static async Task<(FakeEngine Fake, ContainerEngine Engine)> ConnectAsync(Func<string, byte[]> answer)
    {
        var fake = new FakeEngine(line => line == "GET /version" ? Json("""{"ApiVersion":"1.41","MinAPIVersion":"1.12"}""") : answer(line));
        return (fake, await ContainerEngine.ConnectAsync(fake.Address, CancellationToken.None));
    }

    public static byte[] Json(string body, HttpStatusCode status = HttpStatusCode.OK) => Raw(Encoding.UTF8.GetBytes(body), status);

    public static byte[] Raw(byte[] body, HttpStatusCode status = HttpStatusCode.OK) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {(int)status} Said\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), .. body];

    /// <summary>One that turns the connection over to a stream.</summary>
    public static byte[] Hijacked(params byte[] stream) =>
        [.. "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"u8, .. stream];

    public static byte[] Frame(byte source, string text) =>
        [source, 0, 0, 0, 0, 0, (byte)(text.Length >> 8), (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _directory.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var caller = await _listener.AcceptAsync();
            await using var stream = new NetworkStream(caller);
            await stream.WriteAsync(_answer(await ReadAsync(stream)));
        }
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        var first = await reader.ReadLineAsync() ?? "";
        var (length, isChunked) = (0, false);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            isChunked |= line.Equals(ChunkedHeader, StringComparison.OrdinalIgnoreCase);
            if (line.StartsWith(LengthHeader, StringComparison.OrdinalIgnoreCase))
                length = int.Parse(line.AsSpan(LengthHeader.Length));
        }

        var body = isChunked ? await ReadChunksAsync(reader) : await ReadAsync(reader, length);
        var request = first.Replace(" HTTP/1.1", "", StringComparison.Ordinal);
        Requests.Add((request, body));
        return request;
    }

    private static async Task<string> ReadChunksAsync(StreamReader reader)
    {
        var body = "";
        while (await reader.ReadLineAsync() is { } size && int.Parse(size, NumberStyles.HexNumber) is > 0 and var length)
        {
            body += await ReadAsync(reader, length);
            await reader.ReadLineAsync();
        }

        await reader.ReadLineAsync();
        return body;
    }

    /// <summary>Nothing is asked for where nothing is to come: it would be waited for.</summary>
    private static async Task<string> ReadAsync(StreamReader reader, int length)
    {
        var body = new char[length];
        if (length > 0)
            await reader.ReadBlockAsync(body);
        return new string(body);
    }
}

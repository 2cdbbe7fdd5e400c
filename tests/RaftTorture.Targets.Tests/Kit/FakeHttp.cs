using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>Just enough HTTP for a fake node: one call a connection, its head and body as one text.</summary>
internal static class FakeHttp
{
    private const string LengthHeader = "Content-Length:";

    public static async Task ServeAsync(IPEndPoint address, Func<string, (int Code, string Body)> answer)
    {
        using var listener = new TcpListener(address);
        listener.Start();
        while (true)
            _ = AnswerAsync(await listener.AcceptTcpClientAsync(), answer);
    }

    private static async Task AnswerAsync(TcpClient caller, Func<string, (int Code, string Body)> answer)
    {
        using var stream = caller.GetStream();
        using var reader = new StreamReader(stream);
        var call = new StringBuilder();
        var length = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            call.AppendLine(line);
            if (line.StartsWith(LengthHeader, StringComparison.OrdinalIgnoreCase))
                length = int.Parse(line.AsSpan(LengthHeader.Length));
        }

        var body = new char[length];
        if (length > 0)
            await reader.ReadBlockAsync(body);
        var (code, text) = answer(call.Append(body).ToString());
        var head = $"HTTP/1.1 {code} Said\r\nContent-Type: application/json\r\nContent-Length: {text.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + text));
    }
}

using System.Net.Sockets;

namespace RaftTorture.Targets.Docker.Engine.Streams;

/// <summary>A connection that was an HTTP request once, and is now a raw stream in both directions.</summary>
internal sealed class HijackedConnection(IDisposable owner, Socket socket, Stream stream) : IAsyncDisposable
{
    /// <summary>What is written is the process's standard input; what is read comes in frames, see <see cref="FrameReader"/>.</summary>
    public Stream Raw => stream;

    /// <summary>Ends the process's standard input; its output still comes.</summary>
    public void CloseInput()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The other side has closed already: its input is as ended as can be.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        owner.Dispose();
    }
}

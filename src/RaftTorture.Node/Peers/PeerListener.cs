using System.Net;
using System.Net.Sockets;

namespace RaftTorture.Node.Peers;

/// <summary>Takes calls on the peer port; how many callers may be unknown at a time is bounded, and so is how long.</summary>
internal sealed class PeerListener(IPAddress bind, int port, PeerHearing hearing, CalmLog log) : IAsyncDisposable
{
    /// <summary>Callers that have not said who they are.</summary>
    private const int MaxStrangers = 64;

    private readonly TcpListener _listener = new(bind, port);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _strangers = new(MaxStrangers);
    private Task _accepting = Task.CompletedTask;

    /// <exception cref="SocketException">The port is in use.</exception>
    public Task StartAsync()
    {
        _listener.Start();
        _accepting = AcceptAsync();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
        _strangers.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        while (await NextAsync() is { } socket)
        {
            open.RemoveAll(static task => task.IsCompleted);
            if (_strangers.Wait(0))
                open.Add(hearing.HearAsync(socket, () => _strangers.Release(), _stop.Token));
            else
                Refuse(socket);
        }

        await Task.WhenAll(open);
    }

    /// <summary>The next caller; null once this node stops.</summary>
    private async Task<Socket?> NextAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                return await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (SocketException e) // One caller is gone, or the system is short of sockets: the next may be served.
            {
                log.Write($"a caller on the peer port could not be taken: {e.Message}");
                await Task.Yield();
            }
        }

        return null;
    }

    private void Refuse(Socket socket)
    {
        log.Write($"peer connection from {socket.RemoteEndPoint} refused: {MaxStrangers} callers have not said yet who they are");
        socket.Dispose();
    }
}

using System.Text.Json;

namespace RaftTorture.Targets.Kernel.Agent;

/// <summary>Writes messages to a stream, one a line, in the order in which they are given, whoever gives them at the same time.</summary>
internal sealed class MessageWriter<TMessage>(Stream stream)
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Half a line would spoil all that follow, so there is no canceling it.</summary>
    /// <exception cref="IOException">The other end is gone.</exception>
    public Task WriteAsync(TMessage message)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, AgentJson.Options), (byte)'\n'];
        lock (_gate)
            return _last = WriteAfterAsync(_last, line);
    }

    private async Task WriteAfterAsync(Task before, byte[] line)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stream.WriteAsync(line);
        await stream.FlushAsync();
    }
}

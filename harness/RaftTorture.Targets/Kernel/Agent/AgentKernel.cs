using System.Text;
using System.Text.Json;

namespace RaftTorture.Targets.Kernel.Agent;

/// <summary>A machine on which an agent runs: requests travel to it over a stream, as many at a time as are asked.</summary>
internal sealed class AgentKernel : IKernel
{
    /// <summary>For the agent to say that a canceled request has stopped, and, at the end, that everything is undone.</summary>
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);

    private readonly Stream _stream;
    private readonly MessageWriter<ToAgent> _writer;
    private readonly OpenAsks _asks = new();
    private readonly TaskCompletionSource<FromAgent.Ready> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<FromAgent.Undone?> _listening;
    private bool _isDisposed;

    private AgentKernel(Stream stream)
    {
        _stream = stream;
        _writer = new MessageWriter<ToAgent>(stream);
        _listening = ListenAsync();
    }

    /// <summary>Speaks to the agent at the other end of a duplex stream, which it owns from now on; returns when the agent listens.</summary>
    /// <exception cref="KernelException">There is no agent.</exception>
    public static async Task<AgentKernel> OpenAsync(Stream stream, CancellationToken cancellation)
    {
        var kernel = new AgentKernel(stream);
        try
        {
            await kernel._ready.Task.WaitAsync(cancellation);
            return kernel;
        }
        catch (Exception)
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    public async Task<TReply> AskAsync<TReply>(KernelRequest<TReply> request, CancellationToken cancellation)
        where TReply : notnull
    {
        cancellation.ThrowIfCancellationRequested();
        var name = request.GetType().Name;
        var (id, answer) = _asks.Open();
        try
        {
            await SendAsync(new ToAgent.Ask(id, name, JsonSerializer.SerializeToElement(request, request.GetType(), AgentJson.Options)));
            return (await AnswerOrCancelAsync(id, answer, cancellation)).Deserialize<TReply>(AgentJson.Options)!;
        }
        finally
        {
            _asks.Forget(id);
        }
    }

    /// <summary>Has the agent undo everything, and waits until it says so.</summary>
    /// <exception cref="KernelException">It could not undo all of it, or nobody was left to say.</exception>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        try
        {
            await SendAsync(new ToAgent.End());
            var end = await _listening.WaitAsync(EndPatience) ?? throw new KernelException("the agent ended without a word on whether it undid everything");
            if (end.Problem is not null)
                throw new KernelException($"the agent could not undo everything: {end.Problem}");
        }
        catch (TimeoutException late)
        {
            throw new KernelException($"the agent did not say within {EndPatience.TotalSeconds} s that it undid everything", late);
        }
        finally
        {
            await _stream.DisposeAsync();
        }
    }

    private async Task<JsonElement> AnswerOrCancelAsync(long id, Task<JsonElement> answer, CancellationToken cancellation)
    {
        try
        {
            return await answer.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (!answer.IsCompleted)
        {
            // What is asked next must not meet what was canceled half done.
            await SendAsync(new ToAgent.Cancel(id));
            await Task.WhenAny(answer, Task.Delay(CancelPatience, CancellationToken.None));
            throw;
        }
    }

    private async Task SendAsync(ToAgent message)
    {
        try
        {
            await _writer.WriteAsync(message);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw Gone(broken.Message);
        }
    }

    /// <returns>The agent's last word, or null if the stream ended without it.</returns>
    private async Task<FromAgent.Undone?> ListenAsync()
    {
        var why = "its stream ended";
        try
        {
            using var reader = new StreamReader(_stream, Encoding.UTF8, leaveOpen: true);
            while (await reader.ReadLineAsync() is { } line)
            {
                var message = JsonSerializer.Deserialize<FromAgent>(line, AgentJson.Options) ?? throw new JsonException("it said null");
                if (message is FromAgent.Ready ready)
                    _ready.TrySetResult(ready);
                else if (message is FromAgent.Undone undone)
                    return undone;
                else
                    _asks.Settle(message);
            }
        }
        catch (Exception broken)
        {
            // Of whatever kind, for streams differ: those who wait are told.
            why = broken.Message;
        }
        finally
        {
            _asks.Fail(Gone(why));
            _ready.TrySetException(Gone(why));
        }

        return null;
    }

    private static KernelException Gone(string why) => new($"the agent is gone: {why}");
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RaftTorture.Targets.Kernel.Hosting;

namespace RaftTorture.Targets.Kernel.Agent;

/// <summary>The agent: does on its machine what it is asked for over a stream, and undoes all of it when the stream ends.</summary>
/// <remarks>
/// A harness that dies, however it dies, closes the stream. Requests run at the same time, each against the one workshop.
/// </remarks>
/// <param name="input">What the harness says.</param>
/// <param name="output">What it is told.</param>
/// <param name="workshop">What it does is done in there; disposed at the end.</param>
internal sealed class AgentServer(Stream input, Stream output, Workshop workshop)
{
    /// <summary>For requests that were canceled to come to their end, before everything is undone regardless.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly MessageWriter<FromAgent> _writer = new(output);
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _open = [];
    private readonly ConcurrentDictionary<long, Task> _running = [];

    /// <summary>Serves until the stream ends, the other end says so, or it is canceled; then undoes everything.</summary>
    /// <returns>True if nothing is left of what was done.</returns>
    public async Task<bool> ServeAsync(CancellationToken cancellation)
    {
        await TellAsync(new FromAgent.Ready(Environment.ProcessId));
        await ListenAsync(cancellation);
        await CancelAllAsync();
        var problem = await UndoAsync();
        await TellAsync(new FromAgent.Undone(problem));
        return problem is null;
    }

    private async Task ListenAsync(CancellationToken cancellation)
    {
        using var reader = new StreamReader(input, Encoding.UTF8, leaveOpen: true);
        try
        {
            // Standard input cannot be interrupted: a read that is under way is left behind.
            while (await reader.ReadLineAsync(CancellationToken.None).AsTask().WaitAsync(cancellation) is { } line)
            {
                if (!Heed(JsonSerializer.Deserialize<ToAgent>(line, AgentJson.Options)!))
                    return;
            }
        }
        catch (Exception)
        {
            // A signal, a broken stream, half a line, nonsense: however it ends, there is one thing left to do.
        }
    }

    /// <returns>False if that was the last message.</returns>
    private bool Heed(ToAgent message)
    {
        switch (message)
        {
            case ToAgent.Ask ask:
                Begin(ask);
                return true;
            case ToAgent.Cancel cancel:
                if (_open.TryGetValue(cancel.Id, out var request))
                    request.Cancel();
                return true;
            case ToAgent.End:
                return false;
            default:
                throw new UnreachableException();
        }
    }

    private void Begin(ToAgent.Ask ask)
    {
        var canceling = new CancellationTokenSource();
        _open[ask.Id] = canceling;
        // Started on the pool, or a request that blocks would keep the next from being read.
        var running = Task.Run(() => AnswerAsync(ask, canceling.Token));
        _running[ask.Id] = running;
        running.ContinueWith(_ => Forget(ask.Id), TaskScheduler.Default);
    }

    private void Forget(long id)
    {
        _running.TryRemove(id, out _);
        _open.TryRemove(id, out _);
    }

    private async Task AnswerAsync(ToAgent.Ask ask, CancellationToken cancellation)
    {
        FromAgent answer;
        try
        {
            var (kind, request) = RequestKinds.Read(ask);
            var reply = await request.DoAsync(workshop, cancellation);
            answer = new FromAgent.Reply(ask.Id, JsonSerializer.SerializeToElement(reply, kind.Reply, AgentJson.Options));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            answer = new FromAgent.Canceled(ask.Id);
        }
        catch (Exception refused)
        {
            answer = new FromAgent.Refusal(ask.Id, refused is KernelException ? refused.Message : $"{refused.GetType().Name}: {refused.Message}");
        }

        await TellAsync(answer);
    }

    private async Task CancelAllAsync()
    {
        foreach (var request in _open.Values)
            await request.CancelAsync();
        await Task.WhenAll(_running.Values).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <returns>What could not be undone, or null.</returns>
    private async Task<string?> UndoAsync()
    {
        try
        {
            await workshop.DisposeAsync();
            return null;
        }
        catch (AggregateException problems)
        {
            return string.Join("; ", problems.Flatten().InnerExceptions.Select(problem => problem.Message));
        }
    }

    private async Task TellAsync(FromAgent message)
    {
        try
        {
            await _writer.WriteAsync(message);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // Nobody listens any more; what is left to do is done in silence.
        }
    }
}

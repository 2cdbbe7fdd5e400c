using System.Text.Json;

namespace RaftTorture.Targets.Kernel.Agent;

/// <summary>The requests that wait for their answer, until the stream ends: from then on none can be added.</summary>
internal sealed class OpenAsks
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, TaskCompletionSource<JsonElement>> _open = [];
    private long _last;
    private KernelException? _end;

    /// <exception cref="KernelException">The stream has ended.</exception>
    public (long Id, Task<JsonElement> Answer) Open()
    {
        lock (_gate)
        {
            if (_end is not null)
                throw new KernelException(_end.Message, _end);
            var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
            _open[++_last] = answer;
            return (_last, answer.Task);
        }
    }

    public void Settle(FromAgent message)
    {
        switch (message)
        {
            case FromAgent.Reply reply:
                Take(reply.Id)?.SetResult(reply.Value);
                break;
            case FromAgent.Refusal refusal:
                Take(refusal.Id)?.SetException(new KernelException(refusal.Why));
                break;
            case FromAgent.Canceled canceled:
                Take(canceled.Id)?.SetCanceled();
                break;
        }
    }

    /// <summary>Fails all that are open, and all that will be asked.</summary>
    public void Fail(KernelException end)
    {
        TaskCompletionSource<JsonElement>[] failed;
        lock (_gate)
        {
            _end ??= end;
            failed = [.. _open.Values];
            _open.Clear();
        }

        foreach (var ask in failed)
            ask.SetException(end);
    }

    /// <summary>Nobody waits for that one any more.</summary>
    public void Forget(long id) => Take(id);

    private TaskCompletionSource<JsonElement>? Take(long id)
    {
        lock (_gate)
            return _open.Remove(id, out var ask) ? ask : null;
    }
}

using RaftTorture.Targets.Kernel;

namespace RaftTorture.Targets.Tests.Kit;

/// <summary>A machine that says what a test wants and does nothing.</summary>
/// <param name="answer">From a request to its reply; null for one that is done.</param>
internal sealed class ScriptedKernel(Func<object, object?> answer) : IKernel
{
    public Task<TReply> AskAsync<TReply>(KernelRequest<TReply> request, CancellationToken cancellation)
        where TReply : notnull => Task.FromResult((TReply)(answer(request) ?? Done.It));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

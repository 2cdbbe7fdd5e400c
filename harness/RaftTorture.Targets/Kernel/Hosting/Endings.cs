using RaftTorture.Targets.Kernel.Programs;

namespace RaftTorture.Targets.Kernel.Hosting;

/// <summary>The programs that run at the end: the last that was asked for runs first.</summary>
internal sealed class Endings : IAsyncDisposable
{
    /// <summary>For each: one that hangs must not keep the others from their work.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Stack<RunProgram> _programs = [];

    public void Add(RunProgram program)
    {
        lock (_gate)
            _programs.Push(program);
    }

    public async ValueTask DisposeAsync()
    {
        var problems = new List<string>();
        while (_programs.TryPop(out var program))
        {
            if (await ProblemOfAsync(program) is { } problem)
                problems.Add($"{program.Program} {string.Join(' ', program.Arguments)} {problem}");
        }

        if (problems.Count > 0)
            throw new KernelException(string.Join("; ", problems));
    }

    private static async Task<string?> ProblemOfAsync(RunProgram program)
    {
        using var late = new CancellationTokenSource(Limit);
        try
        {
            // It needs nothing of the workshop that is being left.
            await using var none = new Workshop();
            var end = (ProgramEnd)await program.DoAsync(none, late.Token);
            return end.Code == 0 ? null : $"ended with {end.Code}: {end.Error}";
        }
        catch (OperationCanceledException)
        {
            return $"did not end within {Limit.TotalSeconds} s";
        }
        catch (KernelException refused)
        {
            return refused.Message;
        }
    }
}

namespace RaftTorture.Cli.Commands;

/// <summary>Uses something, and takes it down whatever came of that.</summary>
/// <remarks>
/// A tear-down that fails is told, and hides neither the answer nor another failure. What was proved wrong stays wrong; any other answer
/// becomes that of a failed harness, as in a batch, for something may be left on the machine.
/// </remarks>
public static class Tenure
{
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> OfAsync<T>(T thing, Func<T, Task<int>> useAsync, TextWriter error)
        where T : IAsyncDisposable
    {
        var codes = new List<int>();
        try
        {
            codes.Add(await useAsync(thing));
        }
        finally
        {
            try
            {
                await thing.DisposeAsync();
            }
            catch (Exception failure)
            {
                codes.Add(Failure.Report(failure, error));
            }
        }

        return ExitCode.OfBatch(codes);
    }
}

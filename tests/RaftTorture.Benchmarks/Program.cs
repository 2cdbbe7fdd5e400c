using RaftTorture.Benchmarks;

try
{
    return await BenchmarkCommands.RunAsync(args);
}
catch (BenchmarkException e)
{
    Console.Error.WriteLine(e.Message);
    return 255;
}

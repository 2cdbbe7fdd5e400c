using System.Net.Http.Json;
using System.Text;
using RaftTorture.Targets.Docker.Engine.Streams;
using RaftTorture.Targets.Docker.Engine.Transport;
using RaftTorture.Targets.Docker.Engine.Values;

namespace RaftTorture.Targets.Docker.Engine;

/// <summary>Programs run in containers that run. Every call throws <see cref="EngineException"/> where the engine refuses.</summary>
internal sealed class Execs(EngineHttp http)
{
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(string container, ExecSpec spec, CancellationToken cancellation) =>
        (await http.PostAsync($"/containers/{EnginePath.Escape(container)}/exec", spec, EngineJson.Default.ExecSpec, EngineJson.Default.ExecCreated, cancellation)).Id;

    /// <summary>Starts it, and speaks with it over its standard streams.</summary>
    public async Task<ProcessStream> StartAsync(string exec, CancellationToken cancellation) => new(await HijackAsync(exec, cancellation));

    public Task<ExecDetails> InspectAsync(string exec, CancellationToken cancellation) =>
        http.GetAsync($"/exec/{EnginePath.Escape(exec)}/json", EngineJson.Default.ExecDetails, cancellation);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="container">Where.</param>
    /// <param name="command">The program and its arguments; there is no shell.</param>
    /// <param name="input">What it reads on standard input, or null for nothing.</param>
    /// <param name="cancellation">Ends the call; the program may run on.</param>
    public async Task<ExecEnd> RunAsync(string container, IReadOnlyList<string> command, string? input, CancellationToken cancellation)
    {
        var exec = await CreateAsync(container, new ExecSpec { Cmd = command, AttachStdin = input is not null }, cancellation);
        await using var connection = await HijackAsync(exec, cancellation);
        var sending = SendAsync(connection, input, cancellation);
        var said = await CollectAsync(new FrameReader(connection.Raw), cancellation);
        await sending;
        // The stream ends a moment before the engine has the code.
        while (true)
        {
            var details = await InspectAsync(exec, cancellation);
            if (details is { Running: false, ExitCode: { } code })
                return new ExecEnd(code, said[0], said[1]);
            await Task.Delay(5, cancellation);
        }
    }

    private Task<HijackedConnection> HijackAsync(string exec, CancellationToken cancellation) =>
        http.HijackAsync($"/exec/{EnginePath.Escape(exec)}/start", JsonContent.Create(new ExecStart(Detach: false, Tty: false), EngineJson.Default.ExecStart), cancellation);

    private static async Task SendAsync(HijackedConnection connection, string? input, CancellationToken cancellation)
    {
        if (input is null)
            return;
        try
        {
            await connection.Raw.WriteAsync(Encoding.UTF8.GetBytes(input), cancellation);
            await connection.Raw.FlushAsync(cancellation);
        }
        catch (IOException)
        {
            // It ended without reading all of it: its code tells whether that is well.
        }

        connection.CloseInput();
    }

    private static async Task<string[]> CollectAsync(FrameReader frames, CancellationToken cancellation)
    {
        MemoryStream[] all = [new(), new()];
        var buffer = new byte[16 * 1024];
        try
        {
            while (await frames.ReadAsync(buffer, cancellation) is { Count: > 0 } piece)
                all[(int)piece.Source].Write(buffer, 0, piece.Count);
        }
        catch (IOException broken)
        {
            throw new EngineException($"the connection to the engine broke while a program ran in a container: {broken.Message}", inner: broken);
        }

        return [.. all.Select(each => Encoding.UTF8.GetString(each.GetBuffer(), 0, (int)each.Length))];
    }
}

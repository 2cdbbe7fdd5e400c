using System.ComponentModel;
using System.Diagnostics;

namespace RaftTorture.Targets.Kernel.Firewall;

/// <summary>An <c>nft</c> that stays: its tables are its own and vanish with it, and a change does not wait for a program to start.</summary>
internal sealed class NftSession : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Queue<string> _complaints = new();

    private NftSession(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginErrorReadLine();
    }

    /// <exception cref="KernelException">There is no such program.</exception>
    public static NftSession Start()
    {
        var start = new ProcessStartInfo("nft", ["-j", "-i"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return new NftSession(Process.Start(start)!);
        }
        catch (Win32Exception missing)
        {
            throw new KernelException($"nft cannot be run: {missing.Message}", missing);
        }
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Tells it one thing and asks for others, each of which it answers by a line.</summary>
    /// <exception cref="KernelException">It does not answer, or has died: the message has what it said.</exception>
    public async Task<string[]> AskAsync(string command, IReadOnlyList<string> questions, CancellationToken cancellation)
    {
        Forget();
        try
        {
            await _process.StandardInput.WriteAsync($"{command}\n{string.Join('\n', questions)}\n".AsMemory(), cancellation);
            await _process.StandardInput.FlushAsync(cancellation);
            return await HearAsync(questions.Count).WaitAsync(Patience, cancellation);
        }
        catch (Exception silent) when (silent is TimeoutException or IOException or OperationCanceledException)
        {
            // Whatever it still has to say would be taken for the answer to the next question.
            _process.Kill();
            throw silent is OperationCanceledException ? silent : new KernelException($"nft did not answer: {Complaints}", silent);
        }
    }

    /// <summary>What it complained of since it was last told something; empty if of nothing.</summary>
    public string Complaints
    {
        get
        {
            lock (_complaints)
                return string.Join(' ', _complaints);
        }
    }

    public void Dispose()
    {
        // The end of its input ends it, and the end of it ends its tables.
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended by itself.
        }

        if (!_process.WaitForExit(Patience))
            _process.Kill();
        _process.Dispose();
    }

    private async Task<string[]> HearAsync(int count)
    {
        var lines = new string[count];
        for (var heard = 0; heard < count; heard++)
            lines[heard] = await _process.StandardOutput.ReadLineAsync() ?? throw new IOException("it has ended");
        return lines;
    }

    private void Note(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_complaints)
            _complaints.Enqueue(line.Trim());
    }

    private void Forget()
    {
        lock (_complaints)
            _complaints.Clear();
    }
}

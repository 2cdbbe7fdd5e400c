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

    /// <summary>Tells it one thing and asks for another, which it answers by a line.</summary>
    /// <exception cref="KernelException">It does not answer, or has died: the message has what it said.</exception>
    public async Task<string> AskAsync(string command, string question, CancellationToken cancellation)
    {
        Forget();
        try
        {
            await _process.StandardInput.WriteAsync($"{command}\n{question}\n".AsMemory(), cancellation);
            await _process.StandardInput.FlushAsync(cancellation);
            return await _process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(Patience, cancellation)
                ?? throw new KernelException($"nft has ended: {Complaints}");
        }
        catch (Exception silent) when (silent is TimeoutException or IOException)
        {
            throw new KernelException($"nft did as little as it answered: {Complaints}", silent);
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
        _process.StandardInput.Close();
        if (!_process.WaitForExit(Patience))
            _process.Kill();
        _process.Dispose();
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

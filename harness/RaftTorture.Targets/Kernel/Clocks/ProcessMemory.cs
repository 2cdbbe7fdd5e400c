using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace RaftTorture.Targets.Kernel.Clocks;

/// <summary>The memory of another process, as <c>/proc/PID/mem</c> shows it: writes reach pages that the process itself may not write.</summary>
internal sealed class ProcessMemory : IDisposable
{
    private readonly int _pid;
    private readonly SafeFileHandle _file;

    /// <exception cref="KernelException">The process is gone, or this one may not touch it.</exception>
    public ProcessMemory(int pid)
    {
        _pid = pid;
        _file = Try("opened", () => File.OpenHandle($"/proc/{pid}/mem", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite));
    }

    public byte[] Read(long address, int count)
    {
        var bytes = new byte[count];
        var read = Try("read", () => RandomAccess.Read(_file, bytes, address));
        return read == count ? bytes : throw new KernelException($"only {read} of {count} bytes of process {_pid} could be read");
    }

    public void Write(long address, byte[] bytes) => Try("written", () =>
    {
        RandomAccess.Write(_file, bytes, address);
        return true;
    });

    /// <summary>Where the kernel put its vDSO.</summary>
    /// <exception cref="KernelException">The process is gone, or has none.</exception>
    public (long Address, int Bytes) FindVdso()
    {
        var line = Try("mapped", () => File.ReadLines($"/proc/{_pid}/maps").FirstOrDefault(line => line.EndsWith("[vdso]", StringComparison.Ordinal)))
            ?? throw new KernelException($"process {_pid} has no vDSO");
        var range = line[..line.IndexOf(' ')].Split('-').Select(end => long.Parse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
        return (range[0], (int)(range[1] - range[0]));
    }

    public void Dispose() => _file.Dispose();

    private T Try<T>(string what, Func<T> attempt)
    {
        try
        {
            return attempt();
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KernelException($"process {_pid} is gone", gone);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new KernelException(
                $"the memory of process {_pid} may not be {what}: it needs the same user, or CAP_SYS_PTRACE and kernel.yama.ptrace_scope below 2", refused);
        }
        catch (IOException refused)
        {
            throw new KernelException($"the memory of process {_pid} cannot be {what}: {refused.Message} (it ended, or the kernel forbids it with PROC_MEM_NO_FORCE)", refused);
        }
    }
}

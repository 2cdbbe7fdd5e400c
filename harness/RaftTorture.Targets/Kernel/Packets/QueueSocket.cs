using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RaftTorture.Targets.Kernel.Packets;

/// <summary>A netlink socket that gets the packets of one queue, in the network namespace of the thread that makes it.</summary>
internal sealed class QueueSocket : IDisposable
{
    private const int Netlink = 16;
    private const int Netfilter = 12;
    private const int Raw = 3;
    private const int CloseOnExec = 0x80000;
    private const int SocketLevel = 1;
    private const int ForcedReceiveBuffer = 33;
    private const int NetlinkLevel = 270;
    private const int NoOverrunErrors = 5;
    private const int BufferBytes = 16 * 1024 * 1024;
    private const short Readable = 1;
    private const uint Room = 65536;
    private const int Busy = 16;

    private readonly Socket _socket;
    private readonly byte[] _verdict = new byte[70_000];

    private QueueSocket(Socket socket, ushort number) => (_socket, Number) = (socket, number);

    public ushort Number { get; }

    /// <summary>Takes a queue that nobody has.</summary>
    /// <exception cref="KernelException">The kernel has no queues, or does not give any.</exception>
    public static QueueSocket Open()
    {
        var queue = new QueueSocket(OpenNetlink(), (ushort)Random.Shared.Next(1024, ushort.MaxValue));
        try
        {
            queue.Demand(QueueMessages.Bind(queue.Number));
            queue.Demand(QueueMessages.Configure(queue.Number, Room));
            return queue;
        }
        catch
        {
            queue.Dispose();
            throw;
        }
    }

    /// <summary>Waits for a message, no longer than this.</summary>
    public bool Wait(double ms)
    {
        var poll = new PollDescriptor { Descriptor = (int)_socket.SafeHandle.DangerousGetHandle(), Events = Readable };
        var time = new TimeSpec { Seconds = (long)(ms / 1000), Nanoseconds = (long)(ms % 1000 * 1e6) };
        return Poll(ref poll, 1, ref time, 0) > 0;
    }

    /// <summary>Takes a message if there is one.</summary>
    /// <returns>Its length, 0 if there is none.</returns>
    public int Receive(Span<byte> message)
    {
        var length = _socket.Receive(message, SocketFlags.None, out var problem);
        return problem == SocketError.Success ? length : 0;
    }

    /// <summary>Lets a packet go on, or another in its place, or nothing.</summary>
    public void Judge(uint packet, bool goesOn, ReadOnlySpan<byte> payload = default)
    {
        var length = QueueMessages.WriteVerdict(_verdict, Number, packet, goesOn, payload);
        // A verdict that the kernel does not take is on a packet that it no longer has.
        _socket.Send(_verdict.AsSpan(0, length), SocketFlags.None, out _);
    }

    public void Dispose() => _socket.Dispose();

    private static Socket OpenNetlink()
    {
        var descriptor = OpenSocket(Netlink, Raw | CloseOnExec, Netfilter);
        if (descriptor < 0)
            throw new KernelException($"no netlink socket: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)) { Blocking = false };
        socket.SetRawSocketOption(NetlinkLevel, NoOverrunErrors, BitConverter.GetBytes(1));
        Enlarge(socket);
        return socket;
    }

    /// <summary>Without the right to force it the system's limit applies; what finds no room goes on untouched.</summary>
    private static void Enlarge(Socket socket)
    {
        try
        {
            socket.SetRawSocketOption(SocketLevel, ForcedReceiveBuffer, BitConverter.GetBytes(BufferBytes));
        }
        catch (SocketException)
        {
            socket.ReceiveBufferSize = BufferBytes;
        }
    }

    /// <summary>Says something that the kernel must acknowledge.</summary>
    private void Demand(byte[] message)
    {
        var answer = new byte[4096];
        _socket.Send(message);
        if (!Wait(2000) || QueueMessages.ReadError(answer.AsSpan(0, Receive(answer))) is not { } error)
            throw new KernelException("the kernel does not answer about packet queues");
        if (error != 0)
            throw new KernelException(error == Busy
                ? $"queue {Number} is taken"
                : $"the kernel gives no packet queue: {new Win32Exception(error).Message}");
    }

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenSocket(int family, int type, int protocol);

    [DllImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollDescriptor descriptors, ulong count, ref TimeSpec time, nint signals);

    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Seen;
    }

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}

using System.Net;

namespace RaftTorture.Targets.Local.Nodes;

/// <summary>The ports of one node: for clients, for its peers, for its operator. They are its own as long as the cluster lives.</summary>
internal sealed class NodePorts : IDisposable
{
    private readonly List<PortReservation> _reserved = [];

    /// <exception cref="System.Net.Sockets.SocketException">There are not enough; what was reserved is let go.</exception>
    public NodePorts()
    {
        try
        {
            Client = Reserve();
            Peer = Reserve();
            Admin = Reserve();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IPEndPoint Client { get; }

    public IPEndPoint Peer { get; }

    public IPEndPoint Admin { get; }

    /// <inheritdoc cref="PortReservation.MakeWay"/>
    public void MakeWay() => _reserved.ForEach(port => port.MakeWay());

    public void Dispose() => _reserved.ForEach(port => port.Dispose());

    private IPEndPoint Reserve()
    {
        var port = new PortReservation();
        _reserved.Add(port);
        return port.Address;
    }
}

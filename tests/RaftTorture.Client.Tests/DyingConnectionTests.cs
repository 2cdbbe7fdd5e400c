using System.Net;
using System.Net.Sockets;
using System.Text;
using RaftTorture.Kv;

namespace RaftTorture.Client.Tests;

/// <summary>Real sockets, because what the HTTP stack reports when a node dies decides between failed and unknown.</summary>
[TestFixture]
public sealed class DyingConnectionTests
{
    private const string OkResponse = "HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n{\"status\":\"ok\",\"value\":null}";
    private const string OpenedResponse = "HTTP/1.1 200 OK\r\nContent-Length: 31\r\n\r\n{\"status\":\"opened\",\"session\":1}";

    private static readonly KvCommand Put = new KvCommand.Put("k", "v");

    [Test, CancelAfter(30_000)]
    public async Task A_write_that_a_node_read_before_it_died_is_unknown_though_every_retry_is_refused(
        [Values] bool isConnectionPooled, CancellationToken patience)
    {
        using var node = new TcpListener(IPAddress.Loopback, 0);
        node.Start();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience);
        using var http = new HttpClient(new RefusalWatch(deadline.Cancel));
        var client = ClientOf(http, node);

        var open = client.ExecuteAsync(Put, deadline.Token);
        using var connection = await node.AcceptTcpClientAsync(patience);
        await ReadRequestAsync(connection, patience);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(OpenedResponse), patience);
        await ReadRequestAsync(connection, patience);
        if (isConnectionPooled)
        {
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(OkResponse), patience);
            Assert.That(await open, Is.TypeOf<KvOutcome.Done>());
            open = client.ExecuteAsync(Put, deadline.Token);
            await ReadRequestAsync(connection, patience);
        }

        node.Stop();
        connection.Close();

        Assert.That(await open, Is.TypeOf<KvOutcome.Unknown>());
    }

    [Test, CancelAfter(30_000)]
    public async Task A_write_to_a_port_where_nobody_listens_has_failed(CancellationToken patience)
    {
        using var node = new TcpListener(IPAddress.Loopback, 0);
        node.Start();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience);
        using var http = new HttpClient(new RefusalWatch(deadline.Cancel));
        var client = ClientOf(http, node);
        node.Stop();

        Assert.That(await client.ExecuteAsync(Put, deadline.Token), Is.TypeOf<KvOutcome.Failed>());
    }

    private static KvClient ClientOf(HttpClient http, TcpListener node)
    {
        var addresses = new Dictionary<string, Uri> { ["n1"] = new($"http://{node.LocalEndpoint}") };
        return new KvClient(http, addresses, home: "n1", seed: 1, new KvClientOptions { AttemptTimeout = TimeSpan.FromSeconds(20) });
    }

    private static async Task ReadRequestAsync(TcpClient connection, CancellationToken patience)
    {
        var buffer = new byte[4096];
        var request = "";
        while (!request.EndsWith('}'))
            request += Encoding.UTF8.GetString(buffer, 0, await connection.GetStream().ReadAsync(buffer, patience));
    }

    /// <summary>Tells when a connection was refused, so that the test ends just then.</summary>
    private sealed class RefusalWatch(Action onRefused) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                onRefused();
                throw;
            }
        }
    }
}

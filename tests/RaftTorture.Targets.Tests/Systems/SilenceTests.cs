using System.Net.Sockets;
using System.Text.Json;
using RaftTorture.Kv.Api;
using RaftTorture.Targets.Systems.Reference;

namespace RaftTorture.Targets.Tests.Systems;

/// <summary>A node that dies in the midst of a question has not answered it, whatever the HTTP stack makes of that.</summary>
public sealed class SilenceTests
{
    private static readonly Uri Somewhere = new("http://n1.test");

    private static Exception[] Failures =>
    [
        new SocketException((int)SocketError.NotConnected), new HttpRequestException("refused"), new IOException("reset"), new JsonException("half of it"),
        new OperationCanceledException("late"),
    ];

    [TestCaseSource(nameof(Failures))]
    public async Task Who_cannot_be_asked_has_no_status_and_is_not_healthy(Exception failure)
    {
        using var http = new HttpClient(new Broken(failure));
        var api = new NodeApi(http, Somewhere);

        Assert.That(await api.StatusAsync(CancellationToken.None), Is.Null);
        Assert.That(await api.IsHealthyAsync(CancellationToken.None), Is.False);
    }

    [TestCaseSource(nameof(Failures))]
    public async Task What_an_operator_asked_of_it_is_unknown(Exception failure)
    {
        using var http = new HttpClient(new Broken(failure));

        Assert.That(await new AdminApi(http, Somewhere, "token").SnapshotAsync(CancellationToken.None), Is.InstanceOf<AdminReply.Unknown>());
    }

    [Test]
    public void A_mistake_of_ours_is_no_silence()
    {
        using var http = new HttpClient(new Broken(new InvalidOperationException("a bug")));

        Assert.That(async () => await new NodeApi(http, Somewhere).StatusAsync(CancellationToken.None), Throws.InvalidOperationException);
    }

    private sealed class Broken(Exception failure) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw failure;
    }
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using RaftTorture.Kv.Api;

namespace RaftTorture.Node.Tests.Http;

/// <summary>Speaks to the admin ports of nodes, with the token.</summary>
internal sealed class Operator : IDisposable
{
    public const string Token = "open sesame";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly string _tokenFile;

    public Operator(string directory)
    {
        _tokenFile = Path.Combine(directory, "token");
        File.WriteAllText(_tokenFile, $" {Token}\n");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <summary>The node, not started, with an admin port.</summary>
    public TestNode Equip(TestNode node) => node.With("--admin-port", $"{TestNode.FreePorts(1)[0]}", "--admin-token-file", _tokenFile);

    public static Uri PathOf(TestNode node, string path) => new($"http://127.0.0.1:{node.Argument("--admin-port")}{path}");

    public async Task<MembersDto> MembersAsync(TestNode node) => (await _http.GetFromJsonAsync(PathOf(node, "/members"), AdminJson.Default.MembersDto))!;

    public Task<AdminReply> TransferAsync(TestNode node, string? to) => PostAsync(node, "/transfer", new TransferRequest(to), AdminJson.Default.TransferRequest);

    public Task<AdminReply> SnapshotAsync(TestNode node) => PostAsync(node, "/snapshot", new SnapshotRequest(), AdminJson.Default.SnapshotRequest);

    public Task<AdminReply> ChangeAsync(TestNode node, string change, string member, string? address = null) =>
        PostAsync(node, "/members", new MembersRequest(change, member, address), AdminJson.Default.MembersRequest);

    /// <summary>Posts whatever it is given.</summary>
    public async Task<AdminReply> PostAsync(TestNode node, string path, HttpContent body)
    {
        using var response = await _http.PostAsync(PathOf(node, path), body);
        var reply = (await response.Content.ReadFromJsonAsync(AdminJson.Default.AdminReply))!;
        Assert.That((int)response.StatusCode, Is.EqualTo(reply.HttpStatus));
        return reply;
    }

    public void Dispose() => _http.Dispose();

    private async Task<AdminReply> PostAsync<T>(TestNode node, string path, T body, JsonTypeInfo<T> shape)
    {
        using var content = JsonContent.Create(body, shape);
        return await PostAsync(node, path, content);
    }
}

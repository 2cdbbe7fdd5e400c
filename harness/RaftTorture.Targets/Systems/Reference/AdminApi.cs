using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RaftTorture.Kv.Api;

namespace RaftTorture.Targets.Systems.Reference;

/// <summary>What the harness asks of a node as its operator. An answer is what the node says, and proves nothing.</summary>
internal sealed class AdminApi(HttpClient http, Uri address, string token)
{
    /// <summary>Longer than a handover or a commit takes; the other faults wait meanwhile.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="to">The successor, or null for whom the leader finds fit.</param>
    public Task<AdminReply> TransferAsync(string? to, CancellationToken cancellation) =>
        PostAsync("/transfer", JsonSerializer.Serialize(new TransferRequest(to), AdminJson.Default.TransferRequest), cancellation);

    /// <param name="change">One of <see cref="MemberChange"/>.</param>
    /// <param name="node">Whom it concerns.</param>
    public Task<AdminReply> ChangeMembersAsync(string change, string node, CancellationToken cancellation) =>
        PostAsync("/members", JsonSerializer.Serialize(new MembersRequest(change, node), AdminJson.Default.MembersRequest), cancellation);

    public Task<AdminReply> SnapshotAsync(CancellationToken cancellation) =>
        PostAsync("/snapshot", "{}", cancellation);

    /// <summary>No answer, or one that is not understood, leaves it unknown what came of the request.</summary>
    private async Task<AdminReply> PostAsync(string path, string json, CancellationToken cancellation)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        soon.CancelAfter(Patience);
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var answer = await http.SendAsync(request, soon.Token);
            return await answer.Content.ReadFromJsonAsync(AdminJson.Default.AdminReply, soon.Token) ?? new AdminReply.Unknown("an empty answer");
        }
        catch (Exception silent) when (Silence.Is(silent))
        {
            cancellation.ThrowIfCancellationRequested();
            return new AdminReply.Unknown(silent is OperationCanceledException ? $"no answer within {Patience.TotalSeconds} s" : silent.Message);
        }
    }
}

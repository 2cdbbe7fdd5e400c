using System.Text;
using Microsoft.AspNetCore.Http;

namespace RaftTorture.Node.Http;

/// <summary>Answers for people: one line of text.</summary>
internal static class Plain
{
    public static async Task AnswerAsync(HttpContext context, int status, string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}

using System.Net.Http.Headers;
using System.Text;
using ModelContextProtocol.Protocol;

namespace Llm.Mcp;

/// <summary>Passes the answers of a server with an address through <see cref="MessageRepair"/>.</summary>
/// <param name="inner">Sends the requests.</param>
/// <param name="answersInBody">Whether each request is answered in the body of its response, as in the newer transport.</param>
internal sealed class AnswerRepair(HttpMessageHandler inner, bool answersInBody) : DelegatingHandler(inner)
{
    private const string EventStream = "text/event-stream";

    private readonly OpenRequests open = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = request.Content is null ? null : MessageJson.Read(await request.Content.ReadAsByteArrayAsync(cancellationToken));
        if (message is not null) open.Sent(message);
        var response = await base.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) return response;
        var repair = new MessageRepair(open);
        if (response.Content.Headers.ContentType?.MediaType == EventStream)
        {
            var events = new EventRepair(await response.Content.ReadAsStreamAsync(cancellationToken), repair);
            response.Content = new StreamContent(events) { Headers = { ContentType = new MediaTypeHeaderValue(EventStream) } };
        }
        else if (answersInBody && message is JsonRpcRequest { Id.Id: long id })
        {
            await response.Content.LoadIntoBufferAsync(MessageText.MaxLength, cancellationToken);
            response.Content = Answer(await response.Content.ReadAsByteArrayAsync(cancellationToken), id, repair);
        }

        return response;
    }

    /// <summary>The messages of a body as events, because a body of JSON holds only one.</summary>
    private ByteArrayContent Answer(byte[] body, long id, MessageRepair repair)
    {
        var messages = repair.Read(body);
        if (open.Contains(id)) messages = [.. messages, repair.Fail(id, Encoding.UTF8.GetString(body))];
        using var events = new MemoryStream();
        foreach (var message in messages) events.Write(EventRepair.Event(message));
        return new ByteArrayContent(events.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue(EventStream) } };
    }
}

using System.Net;
using System.Net.Http.Headers;
using Llm.Providers.OpenAI;
using Llm.Providers.OpenAI.Chat;
using Llm.Providers.OpenAI.Responses;

namespace Llm.Providers.Tests.Recordings;

/// <summary>
/// Recorded streams whose bytes come in two reads, cut at every place of small ones and hundreds of places of large ones.
/// </summary>
public class SplitStreamTests
{
    private const int SmallBody = 2100;
    private const int PositionsOfLargeBodies = 400;

    public static TheoryData<string> StreamedNames => [.. RecordedExchange.StreamedNames];

    [Theory]
    [MemberData(nameof(StreamedNames))]
    public async Task A_stream_reads_the_same_wherever_it_is_cut(string name)
    {
        foreach (var exchange in RecordedExchange.Load(name))
        {
            exchange.IsStream.ShouldBeTrue();
            var expected = RecordedAnswer.Of(exchange);
            var step = exchange.Body.Length <= SmallBody ? 1 : exchange.Body.Length / PositionsOfLargeBodies;
            for (var position = 1; position < exchange.Body.Length; position += step)
            {
                using var http = new HttpClient(new Handler(exchange, position));
                var settings = new OpenAIModelSettings { Id = "m", ApiBase = "http://localhost/v1", NeedsKey = null };
                OpenAIModel model = exchange.IsChat ? new ChatModel(settings, () => http) : new ResponsesModel(settings, () => http);
                var response = await model.PromptAsync("x");
                var (calls, tokens) = (response.ToolCalls.Count, response.Usage?.OutputTokens);
                if (response.Text != expected.Text || calls != expected.ToolCalls.Count || tokens != expected.Output)
                {
                    Assert.Fail($"Cut at byte {position}: '{response.Text}', {calls} calls");
                }
            }
        }
    }

    private sealed class Handler(RecordedExchange exchange, int position) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new StreamContent(new TwoReads(exchange.Body, position));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(exchange.ContentType);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }

    /// <summary>Bytes that come in two reads.</summary>
    private sealed class TwoReads(byte[] bytes, int position) : MemoryStream(bytes, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var most = Position < position ? position - (int)Position : int.MaxValue;
            return base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
        }
    }
}

using System.Net.Http.Headers;
using System.Text.Json;
using Llm.Providers.Dify;

namespace Kennel;

/// <summary>The kennel's interface for vectors is its own: the texts are lines, and each line of the answer is a vector.</summary>
public sealed class KennelEmbeddings : TextEmbeddingInvoker
{
    public override async Task<IReadOnlyList<ReadOnlyMemory<float>>> InvokeAsync(
        ModelCall call, IReadOnlyList<string> texts, bool isQuery, CancellationToken cancellationToken)
    {
        var address = $"{call.Credential("endpoint_url")}/sniff?for={(isQuery ? "query" : "text")}";
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", call.Credential("api_key"));
        request.Content = new StringContent(string.Join('\n', texts.Select(text => text.ReplaceLineEndings(" "))));
        using var response = await call.Http.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) throw InvokeException.FromStatus((int)response.StatusCode, answer);
        return [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Vector)];
    }

    private static ReadOnlyMemory<float> Vector(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.EnumerateArray().Select(number => number.GetSingle()).ToArray();
    }
}

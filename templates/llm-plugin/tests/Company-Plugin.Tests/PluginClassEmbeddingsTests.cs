using Xunit;

namespace Company_Plugin.Tests;

public sealed class PluginClassEmbeddingsTests
{
    [Fact]
    public async Task Vectors_have_length_one_and_the_order_of_the_texts()
    {
        var stop = TestContext.Current.CancellationToken;
        var vectors = await new PluginClassEmbeddings().EmbedAsync(["aab", "", "B"], null, stop);
        Assert.Equal([2 / MathF.Sqrt(5), 1 / MathF.Sqrt(5), 0], vectors[0].ToArray()[..3]);
        Assert.All(vectors[1].ToArray(), value => Assert.Equal(0, value));
        Assert.Equal(1, vectors[2].Span[1]);
    }
}

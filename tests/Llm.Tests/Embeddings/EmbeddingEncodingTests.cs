namespace Llm.Tests.Embeddings;

public class EmbeddingEncodingTests
{
    [Theory]
    [InlineData("", new float[0])]
    [InlineData("0000a0400000a0c0", new float[] { 5, -5 })]
    [InlineData("0000803fffff7f7f010000000000c07f", new float[] { 1, float.MaxValue, float.Epsilon, float.NaN })]
    public void Vectors_are_little_endian_floats(string hex, float[] vector)
    {
        if (hex.Length < 32) Convert.ToHexStringLower(EmbeddingEncoding.Encode(vector)).ShouldBe(hex);
        EmbeddingEncoding.Decode(Convert.FromHexString(hex)).ShouldBe(vector);
    }

    [Fact]
    public void Other_numbers_of_bytes_are_refused() =>
        Should.Throw<LlmException>(() => EmbeddingEncoding.Decode(new byte[5])).Message.ShouldContain("5 bytes");

    [Fact]
    public void The_sums_of_a_similarity_are_compensated()
    {
        // Adding the products one by one loses both 1s: the similarity would be 0.
        float[] first = [1e16f, 1, 1, -1e16f];
        CosineSimilarity.Of(first, [1, 1, 1, 1]).ShouldBe(2 / (CosineSimilarity.Magnitude(first) * 2));
        CosineSimilarity.Of([5, 5, 0], [7, 5]).ShouldBe(0.9863939238321437);
        double.IsNaN(CosineSimilarity.Of([0, 0], [1, 1])).ShouldBeTrue();
    }
}

using Llm.Hashing;

namespace Llm.Tests.Hashing;

public class Md5Tests
{
    [Theory]
    [InlineData("", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("message digest", "f96b697d7cb7938d525a2f31aaf161d0")]
    [InlineData("hello world", "5eb63bbbe01eeed093cb22bb8f5acdc3")]
    public void Known_texts_have_known_hashes(string text, string hash) =>
        Convert.ToHexStringLower(Collection.ContentHash(text)).ShouldBe(hash);

    [Fact]
    public void Hashes_of_all_lengths_are_those_of_Python()
    {
        var bytes = new byte[300];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)((i * 7) + 3);
        var hashes = Enumerable.Range(0, bytes.Length + 1).SelectMany(length => Md5.Hash(bytes.AsSpan(0, length))).ToArray();
        Convert.ToHexStringLower(Md5.Hash(hashes)).ShouldBe("bbc8219ce2f09cb1b1235ce3b7ef018c");
    }
}

using Llm.Hashing;

namespace Llm.Tests.Hashing;

public class Blake2bTests
{
    [Fact]
    public void Rfc_7693_example()
    {
        Blake2b.HashHex("abc"u8, 64).ShouldBe(
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
        Blake2b.HashHex("abc"u8, 16).ShouldBe("cf4ab791c62b8d2b2109c90275287816");
    }

    // From Python's hashlib.blake2b(bytes(i % 251 for i in range(length)), digest_size=16): around the block size of 128.
    [Theory]
    [InlineData(0, "cae66941d9efbd404e4d88758ea67670")]
    [InlineData(127, "28b1296c7d4807883de6ee4ec04dcc0a")]
    [InlineData(128, "a74787004ef589e31149183900d0294a")]
    [InlineData(129, "aaf1b0371f6d4ee49ee4fb5ddd9c49ef")]
    [InlineData(255, "e2f3b2a57bcf64d626b37fc9c12674a1")]
    [InlineData(256, "1142c504dcd26338b7cbcf41424540d0")]
    [InlineData(257, "b77b55d3dddcc45c6a52774565cd0dd6")]
    [InlineData(1000, "bca120dfd89cd95d82898473a5b01c90")]
    public void Sixteen_byte_digests_of_any_length(int length, string expected)
    {
        var data = Enumerable.Range(0, length).Select(i => (byte)(i % 251)).ToArray();
        Blake2b.HashHex(data, 16).ShouldBe(expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void Digest_sizes_outside_1_to_64_are_refused(int size) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Blake2b.Hash([], size));
}

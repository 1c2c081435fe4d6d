using System.Buffers.Binary;
using System.Text.Json;
using Llm.Json;

namespace Llm.Providers.OpenAI.Chat;

/// <summary>Reads the images and the sound of an answer.</summary>
/// <remarks>
/// OpenAI's audio models send <c>audio</c> with <c>data</c> in base64 and its <c>transcript</c>, in a stream in pieces of both; streams are
/// always <c>pcm16</c>, which is 24,000 samples of 16 bits a second (platform.openai.com/docs/guides/audio). OpenRouter's models send
/// <c>images</c>, each with the address of the data (openrouter.ai/docs, image generation).
/// </remarks>
internal sealed class ChatMedia
{
    private const int SampleRate = 24_000;
    private const int BytesPerSample = 2;
    private const int HeaderLength = 44;

    private readonly List<byte> sound = [];

    /// <summary>Whether a message, or a piece of one, has images or sound.</summary>
    public static bool IsIn(JsonElement message) =>
        message.Items("images").Any() || message.Object("audio").ValueKind == JsonValueKind.Object;

    /// <summary>Reads a message or a piece of one; returns the transcript of the sound, null if there is none.</summary>
    public string? Read(JsonElement message, ICollection<StreamEvent> events)
    {
        foreach (var image in message.Items("images"))
        {
            if (ReadImage(image) is { } made) events.Add(new AttachmentEvent(made));
        }

        var audio = message.Object("audio");
        if (Decode(audio.Text("data")) is { } data) sound.AddRange(data);
        return audio.Text("transcript");
    }

    /// <summary>Adds the sound, which is complete only at the end.</summary>
    public void Finish(ICollection<StreamEvent> events)
    {
        if (sound.Count == 0) return;
        byte[] bytes = [.. sound];
        sound.Clear();
        var made = Attachment.FromBytes(bytes);
        if (made.LocalType() is null)
        {
            made = IsAac(bytes)
                ? Attachment.FromBytes(bytes, "audio/aac")
                : Attachment.FromBytes((byte[])[.. WaveHeader(bytes.Length), .. bytes], "audio/wav");
        }

        events.Add(new AttachmentEvent(made));
    }

    private static Attachment? ReadImage(JsonElement image)
    {
        if ((image.Object("image_url").Text("url") ?? image.Text("image_url")) is not { Length: > 0 } url) return null;
        if (!url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return Attachment.FromUrl(url);
        var comma = url.IndexOf(',');
        if (comma < 0 || Decode(url[(comma + 1)..]) is not { Length: > 0 } bytes) return null;
        var type = url["data:".Length..comma].Split(';')[0];
        return Attachment.FromBytes(bytes, type.Length > 0 ? type : null);
    }

    private static byte[]? Decode(string? base64)
    {
        if (string.IsNullOrEmpty(base64)) return null;
        var bytes = new byte[base64.Length / 4 * 3];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>Whether bytes begin as AAC does in a stream (ADTS), which has no other mark.</summary>
    private static bool IsAac(byte[] bytes) => bytes is [0xFF, 0xF0 or 0xF1 or 0xF8 or 0xF9, ..];

    /// <summary>The header that makes samples without one a WAV file.</summary>
    private static byte[] WaveHeader(int length)
    {
        var header = new byte[HeaderLength];
        "RIFF"u8.CopyTo(header);
        Write(4, length + HeaderLength - 8);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        Write(16, 16);
        // PCM, one channel.
        Write(20, 1 | (1 << 16));
        Write(24, SampleRate);
        Write(28, SampleRate * BytesPerSample);
        Write(32, BytesPerSample | (8 * BytesPerSample << 16));
        "data"u8.CopyTo(header.AsSpan(36));
        Write(40, length);
        return header;

        void Write(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(at), value);
    }
}

namespace Llm.Embeddings.Mapping;

/// <summary>Draws a map as PNG.</summary>
internal static class MapPng
{
    private const double Opacity = 0.8;

    public static byte[] Write(EmbeddingMap map, int width, int height)
    {
        var pixels = new byte[width * height * 3];
        Array.Fill(pixels, (byte)255);
        var size = Math.Min(width, height);
        var radius = size / 1000.0 * map.Points.Count switch { <= 100 => 8, <= 1_000 => 6, <= 5_000 => 4, _ => 2.5 };
        var scale = (size / 2.0) - (2 * radius) - 1;
        foreach (var point in map.Points)
        {
            var (x, y) = ((width / 2.0) + (point.X * scale), (height / 2.0) - (point.Y * scale));
            DrawDisc(pixels, width, height, x, y, radius + Math.Max(0.5, radius / 6), 0xFFFFFF, 1);
            DrawDisc(pixels, width, height, x, y, radius, MapColours.Of(point.Cluster), Opacity);
        }

        return PngFile.Write(pixels, width, height);
    }

    /// <summary>Mixes a colour into the pixels of a disc, less at its edge.</summary>
    private static void DrawDisc(byte[] pixels, int width, int height, double x, double y, double radius, int colour, double opacity)
    {
        for (var row = Math.Max(0, (int)(y - radius - 1)); row <= Math.Min(height - 1, (int)(y + radius + 1)); row++)
        {
            for (var column = Math.Max(0, (int)(x - radius - 1)); column <= Math.Min(width - 1, (int)(x + radius + 1)); column++)
            {
                double right = column + 0.5 - x, down = row + 0.5 - y;
                var cover = Math.Clamp(radius + 0.5 - Math.Sqrt((right * right) + (down * down)), 0, 1) * opacity;
                var pixel = pixels.AsSpan(((row * width) + column) * 3, 3);
                for (var channel = 0; channel < 3; channel++)
                {
                    var value = (colour >> (16 - (8 * channel))) & 0xFF;
                    pixel[channel] = (byte)Math.Round(pixel[channel] + ((value - pixel[channel]) * cover));
                }
            }
        }
    }
}

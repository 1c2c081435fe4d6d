namespace Llm.Embeddings.Mapping;

/// <summary>Divides points into clusters around their means.</summary>
internal static class KMeans
{
    private const int Attempts = 8;
    private const int MostRounds = 60;

    /// <summary>The cluster of each point, in the best of several attempts; a cluster may be empty if points are equal.</summary>
    public static int[] Run(Matrix positions, int count)
    {
        var random = new RandomNumbers(3);
        int[] best = [];
        var least = double.MaxValue;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var labels = new int[positions.Rows];
            var error = Improve(positions, Seeds(positions, count, random), labels);
            if (error < least) (least, best) = (error, labels);
        }

        return best;
    }

    /// <summary>Chooses distant points as the first means, at random by the square of the distance (k-means++).</summary>
    private static Matrix Seeds(Matrix positions, int count, RandomNumbers random)
    {
        var means = new Matrix(count, 2);
        positions.Row(random.Next(positions.Rows)).CopyTo(means.Row(0));
        var squares = new double[positions.Rows];
        Array.Fill(squares, double.MaxValue);
        for (var mean = 1; mean < count; mean++)
        {
            var total = 0.0;
            for (var i = 0; i < squares.Length; i++)
                total += squares[i] = Math.Min(squares[i], Square(positions.Row(i), means.Row(mean - 1)));
            var left = random.NextDouble() * total;
            var chosen = 0;
            while (chosen < squares.Length - 1 && (left -= squares[chosen]) > 0) chosen++;
            positions.Row(chosen).CopyTo(means.Row(mean));
        }

        return means;
    }

    /// <summary>Assigns points to the nearest mean and moves the means until nothing changes; returns the sum of squares.</summary>
    private static double Improve(Matrix positions, Matrix means, int[] labels)
    {
        var error = 0.0;
        for (var round = 0; round < MostRounds; round++)
        {
            var changed = false;
            error = 0;
            for (var i = 0; i < labels.Length; i++)
            {
                var (nearest, square) = Nearest(positions.Row(i), means);
                changed |= labels[i] != nearest;
                labels[i] = nearest;
                error += square;
            }

            if (!changed && round > 0) break;
            MoveMeans(positions, means, labels);
        }

        return error;
    }

    private static void MoveMeans(Matrix positions, Matrix means, int[] labels)
    {
        var sums = new Matrix(means.Rows, 2);
        var sizes = new int[means.Rows];
        for (var i = 0; i < labels.Length; i++)
        {
            Matrix.AddScaled(sums.Row(labels[i]), positions.Row(i), 1);
            sizes[labels[i]]++;
        }

        for (var mean = 0; mean < means.Rows; mean++)
        {
            if (sizes[mean] == 0) continue;
            means.Row(mean).Clear();
            Matrix.AddScaled(means.Row(mean), sums.Row(mean), 1f / sizes[mean]);
        }
    }

    private static (int Mean, double Square) Nearest(ReadOnlySpan<float> point, Matrix means)
    {
        var (nearest, least) = (0, double.MaxValue);
        for (var mean = 0; mean < means.Rows; mean++)
        {
            var square = Square(point, means.Row(mean));
            if (square < least) (nearest, least) = (mean, square);
        }

        return (nearest, least);
    }

    private static double Square(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double x = a[0] - b[0], y = a[1] - b[1];
        return (x * x) + (y * y);
    }
}

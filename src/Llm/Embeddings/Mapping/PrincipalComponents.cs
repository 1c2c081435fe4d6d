namespace Llm.Embeddings.Mapping;

/// <summary>Finds the directions in which vectors differ most, by subspace iteration.</summary>
internal static class PrincipalComponents
{
    private const int Iterations = 6;

    /// <summary>The coordinates of each row along the most important directions, the most important one first.</summary>
    /// <param name="rows">The rows, whose mean is subtracted from them.</param>
    /// <param name="count">How many directions to find.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static Matrix Project(Matrix rows, int count, CancellationToken cancellationToken)
    {
        Center(rows);
        count = Math.Min(count, Math.Min(rows.Rows, rows.Columns));
        var directions = Random(count, rows.Columns);
        for (var i = 0; i < Iterations; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            directions = Multiply(rows, directions);
        }

        SortByVariance(rows, directions);
        var scores = new Matrix(rows.Rows, count);
        for (var row = 0; row < rows.Rows; row++)
        {
            for (var i = 0; i < count; i++) scores.Row(row)[i] = Matrix.Dot(rows.Row(row), directions.Row(i));
        }

        return scores;
    }

    private static void Center(Matrix rows)
    {
        var mean = new float[rows.Columns];
        for (var row = 0; row < rows.Rows; row++) Matrix.AddScaled(mean, rows.Row(row), 1f / rows.Rows);
        for (var row = 0; row < rows.Rows; row++) Matrix.AddScaled(rows.Row(row), mean, -1);
    }

    private static Matrix Random(int count, int columns)
    {
        var random = new RandomNumbers(1);
        var directions = new Matrix(count, columns);
        for (var i = 0; i < count; i++)
        {
            foreach (ref var value in directions.Row(i)) value = (float)(random.NextDouble() - 0.5);
        }

        Orthonormalize(directions);
        return directions;
    }

    /// <summary>The directions times the covariance of the rows, made orthogonal again.</summary>
    private static Matrix Multiply(Matrix rows, Matrix directions)
    {
        var next = new Matrix(directions.Rows, directions.Columns);
        for (var row = 0; row < rows.Rows; row++)
        {
            for (var i = 0; i < directions.Rows; i++)
                Matrix.AddScaled(next.Row(i), rows.Row(row), Matrix.Dot(rows.Row(row), directions.Row(i)));
        }

        Orthonormalize(next);
        return next;
    }

    /// <summary>Gram-Schmidt, twice for each row because of rounding.</summary>
    private static void Orthonormalize(Matrix directions)
    {
        for (var i = 0; i < directions.Rows; i++)
        {
            Matrix.Normalize(directions.Row(i));
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++)
                    Matrix.AddScaled(directions.Row(i), directions.Row(j), -Matrix.Dot(directions.Row(i), directions.Row(j)));
            }

            Matrix.Normalize(directions.Row(i));
        }
    }

    /// <summary>The iteration finds the directions almost in order; those of similar importance may be exchanged.</summary>
    private static void SortByVariance(Matrix rows, Matrix directions)
    {
        var variances = new float[directions.Rows];
        for (var row = 0; row < rows.Rows; row++)
        {
            for (var i = 0; i < variances.Length; i++)
            {
                var score = Matrix.Dot(rows.Row(row), directions.Row(i));
                variances[i] += score * score;
            }
        }

        var spare = new float[directions.Columns];
        for (var i = 0; i < variances.Length; i++)
        {
            var largest = i;
            for (var j = i + 1; j < variances.Length; j++)
            {
                if (variances[j] > variances[largest]) largest = j;
            }

            if (largest == i) continue;
            (variances[i], variances[largest]) = (variances[largest], variances[i]);
            directions.Row(i).CopyTo(spare);
            directions.Row(largest).CopyTo(directions.Row(i));
            spare.CopyTo(directions.Row(largest));
        }
    }
}

using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Testing.Answering;

/// <summary>Makes unit vectors out of texts: the same text gives the same vector, another text another one.</summary>
internal static class SampleVector
{
    public static float[] Of(string text, int dimensions)
    {
        var bytes = new byte[dimensions * 2];
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        FillFrom(seed, bytes);
        var vector = new float[dimensions];
        double squares = 0;

        for (var i = 0; i < dimensions; i++)
        {
            vector[i] = (BitConverter.ToUInt16(bytes, i * 2) / 32767.5f) - 1;
            squares += (double)vector[i] * vector[i];
        }

        var length = (float)Math.Sqrt(squares);

        for (var i = 0; i < dimensions; i++)
        {
            vector[i] /= length;
        }

        return vector;
    }

    private static void FillFrom(byte[] seed, Span<byte> bytes)
    {
        var block = seed;

        while (bytes.Length > 0)
        {
            var size = Math.Min(block.Length, bytes.Length);
            block.AsSpan(0, size).CopyTo(bytes);
            bytes = bytes[size..];
            block = SHA256.HashData(block);
        }
    }
}

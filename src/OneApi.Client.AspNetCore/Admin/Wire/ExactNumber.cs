using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>A decimal number as its digits, for amounts of money: written as a JSON number, never through a binary fraction.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct ExactNumber(string Text)
{
    internal sealed class Converter : JsonConverter<ExactNumber>
    {
        public override ExactNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, ExactNumber value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text);
    }
}

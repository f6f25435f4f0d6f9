using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Moments in UTC with a <c>Z</c>, and as many digits of a second as there are.</summary>
internal sealed class MomentConverter : JsonConverter<DateTimeOffset>
{
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));

    public static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}

//! Settings: what is read can be written and read back equal.

use taizhang::store::settings::Settings;

pub fn run(bytes: &[u8]) {
    let Ok(settings) = Settings::from_bytes(bytes) else { return };
    let text = taizhang::format::write_value(
        &settings,
        taizhang::format::FileFormat { name: "taizhang-settings", version: 1 },
    )
    .unwrap();
    assert_eq!(Settings::from_bytes(text.as_bytes()), Ok(settings));
}

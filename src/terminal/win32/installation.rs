//! The identifier that Windows gave itself when it was installed.

use std::ptr;

use windows_sys::Win32::System::Registry::{
    HKEY, HKEY_LOCAL_MACHINE, KEY_QUERY_VALUE, KEY_WOW64_64KEY, REG_SZ, RegCloseKey, RegOpenKeyExW, RegQueryValueExW,
};

use super::wide;

/// In UTF-16 units. The identifier is shorter.
const NAME_MAX: usize = 64;

/// Reads the identifier. Programs of 32 and of 64 bits get the same.
pub(crate) fn machine_guid() -> Option<String> {
    let (folder, value) = (wide("SOFTWARE\\Microsoft\\Cryptography"), wide("MachineGuid"));
    let mut key: HKEY = ptr::null_mut();
    let access = KEY_QUERY_VALUE | KEY_WOW64_64KEY;
    // SAFETY: the path ends with 0, and `key` has room for the answer.
    if unsafe { RegOpenKeyExW(HKEY_LOCAL_MACHINE, folder.as_ptr(), 0, access, &raw mut key) } != 0 {
        return None;
    }
    let mut machine_guid = [0_u16; NAME_MAX];
    let mut bytes = u32::try_from(size_of_val(&machine_guid)).unwrap_or(0);
    let mut kind = 0;
    // SAFETY: the value's name ends with 0, and `machine_guid` has room for as many bytes as the call is passed. The key was
    // opened above and is closed once.
    let answer = unsafe {
        let buffer = machine_guid.as_mut_ptr().cast();
        let answer = RegQueryValueExW(key, value.as_ptr(), ptr::null(), &raw mut kind, buffer, &raw mut bytes);
        RegCloseKey(key);
        answer
    };
    let length = machine_guid.iter().position(|&unit| unit == 0)?;
    (answer == 0 && kind == REG_SZ).then(|| String::from_utf16_lossy(&machine_guid[..length]))
}

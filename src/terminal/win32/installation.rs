//! The name that Windows gave itself when it was installed.

use std::ptr;

use windows_sys::Win32::System::Registry::{
    HKEY, HKEY_LOCAL_MACHINE, KEY_QUERY_VALUE, KEY_WOW64_64KEY, REG_SZ, RegCloseKey, RegOpenKeyExW, RegQueryValueExW,
};

use super::wide;

/// More units than the name has.
const NAME_MAX: usize = 64;

/// The name, the same for a program of 32 and of 64 bits.
pub(crate) fn name() -> Option<String> {
    let (folder, value) = (wide("SOFTWARE\\Microsoft\\Cryptography"), wide("MachineGuid"));
    let mut key: HKEY = ptr::null_mut();
    let access = KEY_QUERY_VALUE | KEY_WOW64_64KEY;
    // SAFETY: the name of the folder is ended by 0; the key is written to a place of its own.
    if unsafe { RegOpenKeyExW(HKEY_LOCAL_MACHINE, folder.as_ptr(), 0, access, &raw mut key) } != 0 {
        return None;
    }
    let mut name = [0_u16; NAME_MAX];
    let mut bytes = u32::try_from(size_of_val(&name)).unwrap_or(0);
    let mut kind = 0;
    // SAFETY: the name of the value is ended by 0; there is room for as many bytes as the call is told there are;
    // the key was opened above and is closed once.
    let answer = unsafe {
        let place = name.as_mut_ptr().cast();
        let answer = RegQueryValueExW(key, value.as_ptr(), ptr::null(), &raw mut kind, place, &raw mut bytes);
        RegCloseKey(key);
        answer
    };
    let length = name.iter().position(|&unit| unit == 0)?;
    (answer == 0 && kind == REG_SZ).then(|| String::from_utf16_lossy(&name[..length]))
}
